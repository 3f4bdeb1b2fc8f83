import type { SyntaxFault } from './from-yaml.ts';

/**
 * Says a syntax error of the YAML library in the words of a colleague.
 *
 * @param text the text that was read, for what stands at the error.
 */
export function syntaxMessage(fault: SyntaxFault, text: string): string {
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
