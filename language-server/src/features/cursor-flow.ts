import type { JsonPath } from '../model/schema/json-schema.ts';
import type { Span } from '../model/yaml/slice.ts';
import { empty, type ReadValue } from './cursor-found.ts';
import { endOfLine, endOfQuoted, nextLine, skipSpaces, unquote } from './cursor-tokens.ts';

interface FlowLevel {
  readonly kind: 'map' | 'seq';
  step: string | number | undefined;
  inValue: boolean;
}

/** Reads `{…}` or `[…]`, closed or not: an unclosed one ends where the indentation does. */
export function readFlow(
  text: string,
  start: number,
  offset: number,
  path: JsonPath,
  indent: number,
  parentIndent: number,
): ReadValue {
  const levels: FlowLevel[] = [];
  const here = (token: Span | undefined, colon = false): ReadValue => {
    const level = levels.at(-1);
    const outer = levels.slice(0, -1).map((each) => each.step ?? 0);
    const isKey = level?.kind === 'map' && !level.inValue;
    const own = isKey || !level ? [] : [level.step ?? 0];
    const span = token ?? { start: offset, end: offset };
    return {
      cursor: {
        at: isKey ? 'key' : 'value',
        path: [...path, ...outer, ...own],
        token: span,
        text: unquote(text.slice(span.start, span.end)),
        flow: true,
        colon,
        needsSpace: token === undefined && text[offset - 1] === ':',
        indent,
        shift: 0,
        literal: false,
      },
      next: 0,
    };
  };

  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') {
      const next = at + 1;
      const nextEnd = endOfLine(text, next);
      const content = skipSpaces(text, next, nextEnd);
      const outside = content < nextEnd && content - next <= parentIndent && !'}]'.includes(text.charAt(content));
      if (outside) return offset <= at ? here(undefined) : { next };
    }
    if (character === '{' || character === '[') {
      if (offset <= at) return here(undefined);
      levels.push({ kind: character === '{' ? 'map' : 'seq', step: character === '{' ? undefined : 0, inValue: false });
      at++;
      continue;
    }
    if (offset <= at && ' \n\r\t,}]'.includes(character)) return here(undefined);
    if (character === '}' || character === ']') {
      levels.pop();
      at++;
      if (levels.length === 0) {
        const end = endOfLine(text, at);
        return offset <= end
          ? { cursor: { ...empty('value', path, offset, indent), literal: true }, next: 0 }
          : { next: nextLine(text, end) };
      }
      continue;
    }
    const level = levels.at(-1);
    if (!level) break;
    if (character === ',') {
      if (level.kind === 'seq') level.step = (level.step as number) + 1;
      else level.step = undefined;
      level.inValue = false;
      at++;
      continue;
    }
    if (character === ':' && level.kind === 'map' && !level.inValue) {
      level.inValue = true;
      at++;
      continue;
    }
    if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      const end = endOfLine(text, at);
      if (offset <= end) return { cursor: { ...empty('value', path, offset, indent), literal: true }, next: 0 };
      at = end;
      continue;
    }
    if (' \t\r\n'.includes(character)) {
      at++;
      continue;
    }
    const end = endOfFlowScalar(text, at);
    const isKey = level.kind === 'map' && !level.inValue;
    if (offset <= end) return here({ start: at, end }, isKey && text[skipSpaces(text, end, text.length)] === ':');
    if (isKey) level.step = unquote(text.slice(at, end));
    at = end;
  }
  return here(undefined);
}

function endOfFlowScalar(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"' || first === "'") return endOfQuoted(text, start, -1);
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (',{}[]\n\r'.includes(character)) break;
    if (character === ':' && /[\s,{}[\]]|^$/.test(text[at + 1] ?? '')) break;
    if (character === '#' && text[at - 1] === ' ') break;
    at++;
  }
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return Math.max(at, start + 1);
}
