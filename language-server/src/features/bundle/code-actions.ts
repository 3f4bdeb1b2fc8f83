import type { Range } from 'vscode-languageserver-types';
import type { FixedAction } from '../code-actions/fix.ts';
import type { BundleDocument } from './document.ts';

/** What can be done about the problems in a range, and at its start. */
export function bundleCodeActions(_document: BundleDocument, _range: Range): FixedAction[] {
  return [];
}
