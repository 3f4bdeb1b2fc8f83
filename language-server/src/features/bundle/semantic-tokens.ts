import type { SemanticTokens } from 'vscode-languageserver-types';
import { encodeTokens, type Token, type TokenType } from '../semantic-tokens.ts';
import type { BundleDocument } from './document.ts';
import { mentionsIn } from './mentions.ts';
import type { Target } from './target.ts';

/** What names of a bundle or resource type mean, those in expressions included. */
export function semanticTokensInBundle(document: BundleDocument): SemanticTokens {
  const tokens = mentionsIn(document).flatMap(({ target, range: { start, end }, declares }): Token[] => {
    const type = typeOf(target);
    const length = end.character - start.character;
    return type === undefined || start.line !== end.line || length <= 0
      ? []
      : [{ start, length, type, declaration: declares }];
  });
  return { data: encodeTokens(withoutOverlaps(tokens)) };
}

function typeOf({ kind }: Target): TokenType | undefined {
  switch (kind) {
    case 'bundle':
      return 'class';
    case 'param':
    case 'payload':
      return 'property';
    case 'slot':
    case 'secret':
      return 'variable';
    case 'output':
      return 'interface';
    case 'resource-type':
    case 'reference':
    case 'definition':
      return 'type';
    case 'anchor':
      // YAML's own colours know it.
      return undefined;
  }
}

/** One token for each place: an expression that is not written plainly is one place for all that it reads. */
function withoutOverlaps(tokens: readonly Token[]): Token[] {
  const sorted = tokens.toSorted(
    (a, b) => a.start.line - b.start.line || a.start.character - b.start.character || a.length - b.length,
  );
  const kept: Token[] = [];
  for (const token of sorted) {
    const last = kept.at(-1);
    const isFree =
      last === undefined ||
      last.start.line < token.start.line ||
      last.start.character + last.length <= token.start.character;
    if (isFree) kept.push(token);
  }
  return kept;
}
