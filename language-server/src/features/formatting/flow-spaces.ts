import type { Span } from '../../model/yaml/slice.ts';
import type { ListNode, MapNode, SourceNode } from '../../model/yaml/source-node.ts';

/** White space that is to be other white space. */
export interface Gap extends Span {
  readonly text: string;
}

/** The white space inside a flow collection on one line, as `{ a: 1, b: [2, 3] }` has it. */
export function* flowSpaces(node: MapNode | ListNode, text: string): Generator<Gap> {
  // A key that is not written stands nowhere.
  if (node.kind === 'map' && node.pairs.some(({ key }) => key.style === 'none')) return;
  const margin = node.kind === 'map' ? ' ' : '';
  const members = node.kind === 'map' ? node.pairs.map(pairSpan) : node.items;
  let end = node.start + 1;
  for (const [index, member] of members.entries()) {
    if (index === 0) yield* gap(text, end, member.start, /^[ \t]*$/, margin);
    else yield* gap(text, end, member.start, /^[ \t]*,[ \t]*$/, ', ');
    end = member.end;
  }
  yield* gap(text, end, node.end - 1, /^[ \t]*$/, members.length === 0 ? '' : margin);
  if (node.kind === 'map') {
    for (const { key, value } of node.pairs) {
      if (value.end > value.start) yield* gap(text, key.end, value.start, /^[ \t]*:[ \t]*$/, ': ');
      yield* inside(value, text);
    }
  } else {
    for (const item of node.items) yield* inside(item, text);
  }
}

function inside(node: SourceNode, text: string): Iterable<Gap> {
  const isFlow = (node.kind === 'map' || node.kind === 'list') && '{['.includes(text.charAt(node.start));
  return isFlow ? flowSpaces(node, text) : [];
}

function pairSpan({ key, value }: MapNode['pairs'][number]): { start: number; end: number } {
  return { start: key.start, end: Math.max(key.end, value.end) };
}

function* gap(text: string, start: number, end: number, pattern: RegExp, wanted: string): Generator<Gap> {
  if (end >= start && pattern.test(text.slice(start, end))) yield { start, end, text: wanted };
}
