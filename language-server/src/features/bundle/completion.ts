import type { CompletionList, Position } from 'vscode-languageserver-types';
import { cursorAt } from '../cursor.ts';
import { toItems, type Proposal } from '../completion/proposal.ts';
import { expressionProposals } from './completion/expressions.ts';
import { bundleKeyProposals, itemProposals } from './completion/keys.ts';
import type { CompletionRequest } from './completion/request.ts';
import { bundleValueProposals } from './completion/values.ts';
import { openBundleDocument, valueAt, type BundleDocument } from './document.ts';

/**
 * What could be written at a position of a bundle or a resource type.
 *
 * @param trigger the character that made the editor ask; a space asks for values only, since it is
 *   typed in many places where nothing is wanted.
 */
export function completeInBundle(
  document: BundleDocument,
  position: Position,
  trigger?: string,
): CompletionList | null {
  const { lines, text } = document;
  const offset = lines.offsetAt(position);
  const cursor = cursorAt(text, offset);
  if (cursor === undefined) return null;
  const inExpression = expressionProposals(document, cursor, offset);
  if (inExpression !== undefined) {
    const range = { start: lines.positionAt(offset - inExpression.typed.length), end: position };
    const word = { ...cursor, needsSpace: false };
    return { isIncomplete: false, items: toItems(inExpression.proposals, word, '', range) };
  }
  if (cursor.literal || (trigger === ' ' && (cursor.at === 'key' || cursor.text !== ''))) return null;

  // A key without its colon can hide what follows it from the parser: the rest is read without it.
  const isHalfTyped = cursor.at === 'key' && !cursor.colon && cursor.text !== '';
  const { start, end } = cursor.token;
  const rest = isHalfTyped
    ? openBundleDocument(document.kind, document.uri, text.slice(0, start) + text.slice(end), document.registry)
    : document;
  const request = { document: rest ?? document, cursor };
  const keys = cursor.at === 'key' ? keyProposals(request) : [];
  const values = cursor.colon || keys.length > 0 ? [] : bundleValueProposals(request);
  const range = { start: lines.positionAt(start), end: lines.positionAt(end) };
  return { isIncomplete: false, items: toItems([...keys, ...values], cursor, text.slice(start, end), range) };
}

/** Where a map or a list may stand, such as at `items`, what is there decides; a map where nothing is. */
function keyProposals(request: CompletionRequest): readonly Proposal[] {
  const isList = Array.isArray(valueAt(request.document.root, request.cursor.path));
  const keys = isList ? [] : bundleKeyProposals(request);
  return keys.length > 0 ? keys : itemProposals(request);
}
