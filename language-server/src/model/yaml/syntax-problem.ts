import type { SyntaxFault } from './from-yaml.ts';
import { forgotten, isValue, type Repair } from './repair.ts';
import type { Span } from './slice.ts';

/** A syntax error where a person looks for it, in the words of a colleague. */
export interface ExplainedSyntax {
  readonly span: Span;
  readonly message: string;
  /** What a code action needs to mend it. */
  readonly data?: { readonly insert: Repair['insert'] } | { readonly tabs: true };
}

/**
 * Explains a syntax error of the YAML library.
 *
 * @param all every error of the text: two of them can be one mistake.
 * @param unclosed where quotes, braces and brackets begin that are never closed.
 * @param text the text that was read.
 */
export function explainSyntax(
  fault: SyntaxFault,
  all: readonly SyntaxFault[],
  unclosed: readonly number[],
  text: string,
): ExplainedSyntax {
  return (
    withoutColon(fault, text) ??
    tooDeep(fault, all, text) ??
    neverClosed(fault, unclosed, text) ?? {
      span: { start: fault.start, end: fault.end },
      message: syntaxMessage(fault, text),
      ...(fault.code === 'TAB_AS_INDENT' && { data: { tabs: true } }),
    }
  );
}

/** What to say of a key that runs on because a character was forgotten. */
export function forgottenMessage(word: string, insert: Repair['insert']): string {
  const what = insert === ':' ? 'A `:`' : 'A space';
  return `${what} is missing after \`${word.length > 40 ? `${word.slice(0, 40)}…` : word}\`.`;
}

/** True for a key without its `:`, which the library reads as one without a value. */
export function isForgotten({ code, message }: SyntaxFault): boolean {
  return code === 'MISSING_CHAR' && message.startsWith('Implicit map keys');
}

/** The last key of a mapping, while it is typed. */
function withoutColon(fault: SyntaxFault, text: string): ExplainedSyntax | undefined {
  if (!isForgotten(fault)) return undefined;
  const start = startOfWord(text, fault.start);
  const { at, insert } = forgotten(text, start);
  return { span: { start, end: at }, message: forgottenMessage(text.slice(start, at), insert), data: { insert } };
}

function startOfWord(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return lineStart + text.slice(lineStart).search(/[^ -]|-[^ ]|$/);
}

/** `bundle: x` and on the next line a key that stands further right. */
function tooDeep(fault: SyntaxFault, all: readonly SyntaxFault[], text: string): ExplainedSyntax | undefined {
  if (fault.code !== 'BLOCK_AS_IMPLICIT_KEY') return undefined;
  const whole = all.find(({ code, start }) => code === 'MULTILINE_IMPLICIT_KEY' && start === fault.start);
  if (!whole || !isValue(text, whole.start)) return undefined;
  const lines = text.slice(whole.start, whole.end).split('\n');
  const key = (lines.at(-1) ?? '').trim();
  const above = /([^\s:]+):[ \t]+$/.exec(text.slice(text.lastIndexOf('\n', whole.start - 1) + 1, whole.start))?.[1];
  return {
    span: { start: whole.end - key.length, end: whole.end },
    message: `\`${key}\` stands further right than \`${above}\`, which has its value already. Line the two up.`,
  };
}

/** The library notices at the end of the text; the mistake is where it begins. */
function neverClosed(fault: SyntaxFault, unclosed: readonly number[], text: string): ExplainedSyntax | undefined {
  const closing = /(?:end with an? |closing )(["'\]}])/.exec(fault.message)?.[1];
  const opening = closing === ']' ? '[' : closing === '}' ? '{' : closing;
  const start = unclosed.findLast((at) => at < Math.max(fault.start, 1) && text[at] === opening);
  if (start === undefined) return undefined;
  const line = text.slice(start).split(/[\r\n]/, 1)[0] ?? '';
  const isQuote = closing === opening;
  return {
    span: { start, end: start + line.trimEnd().length },
    message: isQuote
      ? `This text has no closing \`${closing}\`.`
      : `The closing \`${closing}\` is missing, or what stands before it is not indented enough.`,
  };
}

function syntaxMessage(fault: SyntaxFault, text: string): string {
  const here = text
    .slice(fault.start, fault.end)
    .replace(/[\r\n].*$/s, '')
    .trim();
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return 'A tab cannot indent in YAML. Use spaces.';
    case 'BAD_INDENT':
      return badIndent(fault.message);
    case 'MISSING_CHAR':
      return missingCharacter(fault.message);
    case 'MULTILINE_IMPLICIT_KEY':
      return 'A `:` is missing on this line: a key, its `:` and the start of its value stand on one line.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'There are two `key:` on one line. Put the second one on a line of its own, indented further, or quote the text.';
    case 'BAD_SCALAR_START':
      return `A value cannot begin with \`${here[0] ?? ''}\`. Put it in quotes.`;
    case 'BAD_DQ_ESCAPE':
      return `\`${here}\` is not an escape that YAML knows. Write \`\\\\\` for a backslash, or use single quotes.`;
    case 'MULTIPLE_DOCS':
      return 'A manifest is one document. Remove this `---`, or move what follows to a file of its own.';
    case 'BLOCK_IN_FLOW':
      return 'Inside `{ }` and `[ ]` everything is written with braces, brackets and commas, not by indentation.';
    case 'TAG_RESOLVE_FAILED':
      return `\`${here}\` is not a type that is known here; it is read as plain text. Remove it.`;
    case 'MULTIPLE_ANCHORS':
      return 'A value can have one anchor (`&name`) only. Remove one of them.';
    case 'ALIAS_PROPS':
      return 'An alias (`*name`) can have neither an anchor nor a type. Remove it.';
    case 'KEY_OVER_1024_CHARS':
      return 'This key is longer than 1,024 characters. Is a quote missing before it?';
    case 'RESOURCE_EXHAUSTION':
      return 'This is nested too deep to be read. Make it flatter.';
    case 'UNEXPECTED_TOKEN':
      return unexpected(here, fault.message);
    default:
      return `This does not read as YAML: ${fault.message.charAt(0).toLowerCase()}${fault.message.slice(1)}.`;
  }
}

function badIndent(message: string): string {
  const closing = /end with an? ([\]}])/.exec(message)?.[1];
  if (closing) return `The closing \`${closing}\` is missing, or what stands before it is not indented enough.`;
  return 'This line is indented differently from the lines it belongs with. Line it up with them.';
}

function missingCharacter(message: string): string {
  if (message.includes('closing')) {
    const quote = /closing (.)quote/.exec(message)?.[1];
    if (quote) return `The closing \`${quote}\` of this text is missing.`;
  }
  if (message.includes(', ')) return 'A `,` is missing between these two values.';
  const expected = /(?:with a|Expected|missing) ([\]}])/i.exec(message)?.[1];
  if (expected) return `The closing \`${expected}\` is missing.`;
  return `Something is missing here: ${message}.`;
}

function unexpected(here: string, message: string): string {
  if (here === '') return `This does not read as YAML: ${message}.`;
  return `\`${here.length > 40 ? `${here.slice(0, 40)}…` : here}\` does not belong here. Is a \`:\`, a quote or some indentation missing?`;
}
