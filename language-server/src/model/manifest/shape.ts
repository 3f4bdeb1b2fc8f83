import { didYouMean, closest } from '../text-distance.ts';
import { forgotten } from '../yaml/repair.ts';
import type { Span } from '../yaml/slice.ts';
import type { ListNode } from '../yaml/source-node.ts';
import { forgottenMessage, type ExplainedSyntax } from '../yaml/syntax-problem.ts';
import { isEmpty, isMapView, type PairView, type SliceReader, type View } from '../yaml/view.ts';
import type { Located } from './manifest.ts';
import { isValidName } from './reference.ts';

/** How a message names what stands where something else should. */
export function kindOf(view: View): string {
  if (view.node.kind === 'map') return 'a mapping';
  if (view.node.kind === 'list') return 'a list';
  const { value } = view.node;
  if (value === null) return 'nothing';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'a number' : 'true or false';
}

/**
 * The pairs of a value that should be a mapping. Nothing at all is an empty mapping: a person is
 * still typing. Anything else is a problem.
 *
 * @param what names the value in a message, such as `` `params` ``.
 * @param example what a right value looks like.
 */
export function pairsOf(reader: SliceReader, view: View, what: string, example: string): readonly PairView[] {
  if (isMapView(view)) return reader.pairs(view);
  if (!isEmpty(view)) notAMapping(reader, view, what, example);
  return [];
}

/** Notes a value where a mapping should stand: where keys go, a word is one that lacks its colon. */
export function notAMapping(reader: SliceReader, view: View, what: string, example: string): void {
  const halfTyped = halfTypedKey(reader, view);
  if (halfTyped) return reader.problem(halfTyped.span, 'wrong-kind', halfTyped.message, { data: halfTyped.data });
  const message = `${what} is a mapping, such as \`${example}\`, but here stands ${kindOf(view)}.`;
  reader.problem(view.span, 'wrong-kind', message);
}

/** A word on a line of its own, where keys go. */
function halfTypedKey({ slice: { text } }: SliceReader, { node, span, alias }: View): ExplainedSyntax | undefined {
  if (alias || node.kind !== 'scalar' || node.style !== 'plain' || typeof node.value !== 'string') return undefined;
  const isAlone = /(?:^|[\r\n]) *$/.test(text.slice(0, span.start)) && !/[\r\n]/.test(text.slice(span.start, span.end));
  if (!isAlone) return undefined;
  const { at, insert } = forgotten(text, span.start);
  const message = forgottenMessage(text.slice(span.start, at), insert);
  return { span: { start: span.start, end: at }, message, data: { insert } };
}

/** The text of a value that should be one; undefined, with a problem, when it is a list or a mapping. */
export function textOf(reader: SliceReader, view: View, what: string, example: string): Located<string> | undefined {
  if (view.node.kind === 'scalar') {
    return view.node.value === null ? undefined : { value: String(view.node.value), span: view.span };
  }
  reader.problem(
    view.span,
    'wrong-kind',
    `${what} is one piece of text, such as \`${example}\`, but here stands ${kindOf(view)}.`,
  );
  return undefined;
}

/** Notes a key that means nothing where it stands. */
export function unknownKey(reader: SliceReader, pair: PairView, where: string, known: readonly string[]): void {
  const suggestion = didYouMean(pair.key, known);
  const list = known.map((key) => `\`${key}\``).join(', ');
  const message = `${where} has no \`${pair.key}\`.${suggestion || ` It can have ${list}.`}`;
  const [replacement] = closest(pair.key, known, 1);
  reader.problem(pair.keySpan, 'unknown-key', message, {
    data: { key: pair.key, ...(replacement && { replacement }) },
  });
}

/** Notes a name that does not follow the grammar of names. */
export function checkName(reader: SliceReader, name: string, span: Span, what: string): void {
  if (isValidName(name)) return;
  const suggestion = validNameFrom(name);
  const message =
    `\`${name}\` cannot name ${what}: a name begins with a small letter and has small letters, digits and \`-\`, at most 40 in all.` +
    (suggestion ? ` \`${suggestion}\` would do.` : '');
  reader.problem(span, 'bad-name', message, { data: { name, ...(suggestion && { replacement: suggestion }) } });
}

/** The nearest valid name, when there is one. */
function validNameFrom(name: string): string | undefined {
  const near = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return isValidName(near) ? near : undefined;
}

/** True for a list. */
export function isListView(view: View): view is View & { readonly node: ListNode } {
  return view.node.kind === 'list';
}
