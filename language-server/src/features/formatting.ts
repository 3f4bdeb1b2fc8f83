import type { TextEdit } from 'vscode-languageserver-types';

/**
 * Tidies what is certainly only white space: spaces at the ends of lines, blank lines after the
 * first of a run, and a missing last line break. Indentation, quotes, order and comments stay as
 * the person wrote them; block scalars and quoted texts over several lines are not touched at all.
 */
export function format(text: string): TextEdit[] {
  const lines = text.split(/\r\n|\n|\r/);
  const literal = literalLines(lines);
  const edits: TextEdit[] = [];
  let blankRun = 0;
  for (const [line, content] of lines.entries()) {
    const length = content.trimEnd().length;
    blankRun = length === 0 && !literal.has(line) ? blankRun + 1 : 0;
    if (literal.has(line)) continue;
    const isLast = line === lines.length - 1;
    if (blankRun > 1 && !isLast) edits.push(replace(line, 0, line + 1, 0, ''));
    else if (length < content.length) edits.push(replace(line, length, line, content.length, ''));
  }
  const last = lines.length - 1;
  const end = lines[last] ?? '';
  if (end.trim() !== '' && !literal.has(last)) {
    edits.push(replace(last, end.length, last, end.length, text.includes('\r\n') ? '\r\n' : '\n'));
  }
  return edits;
}

/** Lines of block scalars, their header not counted, and of quotes that span lines. */
function literalLines(lines: readonly string[]): Set<number> {
  const literal = new Set<number>();
  let blockIndent = -1;
  let quote: string | undefined;
  for (const [line, content] of lines.entries()) {
    const indent = content.search(/\S/);
    if (blockIndent >= 0) {
      if (indent === -1 || indent > blockIndent) {
        literal.add(line);
        continue;
      }
      blockIndent = -1;
    }
    const inside = quote !== undefined;
    quote = quoteAfter(content, quote);
    if (inside || quote !== undefined) literal.add(line);
    const opensBlock = quote === undefined && /(^|[:\-?]\s+|\s)(?:[&!]\S+\s+)*[|>][-+0-9]*\s*(?:\s#.*)?$/.test(content);
    if (opensBlock && indent !== -1 && content[indent] !== '#') blockIndent = indent;
  }
  return literal;
}

/** The quote that is still open at the end of a line. */
function quoteAfter(line: string, open: string | undefined): string | undefined {
  if (open === undefined && !/["']/.test(line)) return undefined;
  let quote = open;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === undefined) {
      if (character === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) return undefined;
      const begins = at === 0 || /[\s[{,:]/.test(line.charAt(at - 1));
      if ((character === '"' || character === "'") && begins) quote = character;
    } else if (quote === '"' && character === '\\') at++;
    else if (quote === "'" && character === "'" && line[at + 1] === "'") at++;
    else if (character === quote) quote = undefined;
  }
  return quote;
}

function replace(line: number, character: number, endLine: number, endCharacter: number, newText: string): TextEdit {
  return { range: { start: { line, character }, end: { line: endLine, character: endCharacter } }, newText };
}
