/** Pieces of YAML as they can be told apart on one line, in text that need not parse. */

/** A key and its place. */
export interface Key {
  readonly name: string;
  /** End of the key's text. */
  readonly end: number;
  readonly colon: number;
}

/** The key that begins at `start` when a colon follows it on this line. */
export function readKey(text: string, start: number, lineEnd: number): Key | undefined {
  const first = text[start];
  if (first === '"' || first === "'") {
    const end = endOfQuoted(text, start, -1);
    const colon = skipSpaces(text, end, lineEnd);
    if (end > lineEnd || text[colon] !== ':') return undefined;
    return { name: unquote(text.slice(start, end)), end, colon };
  }
  for (let at = start; at < lineEnd; at++) {
    const character = text[at];
    if (character === '#' && text[at - 1] === ' ') return undefined;
    if (character !== ':') continue;
    if (at + 1 < lineEnd && text[at + 1] !== ' ' && text[at + 1] !== '\t') continue;
    const end = start + text.slice(start, at).trimEnd().length;
    return { name: text.slice(start, end), end, colon: at };
  }
  return undefined;
}

/** Behind a plain scalar: before a comment and the white space around it. */
export function endOfPlain(text: string, start: number, lineEnd: number): number {
  let end = lineEnd;
  for (let at = start + 1; at < lineEnd; at++) {
    if (text[at] === '#' && (text[at - 1] === ' ' || text[at - 1] === '\t')) {
      end = at;
      break;
    }
  }
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return end;
}

/** Behind the closing quote; where it is missing, the end of the line. */
export function endOfQuoted(text: string, start: number, parentIndent: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote === '"') {
      at++;
      continue;
    }
    if (character === '\n') {
      const lineEnd = endOfLine(text, at + 1);
      const content = skipSpaces(text, at + 1, lineEnd);
      const outside = content < lineEnd && content - at - 1 <= parentIndent;
      if (outside || parentIndent < 0) return endOfLine(text, start);
    }
    if (character !== quote) continue;
    if (quote === "'" && text[at + 1] === "'") {
      at++;
      continue;
    }
    return at + 1;
  }
  return endOfLine(text, start);
}

/** The text that a token stands for. */
export function unquote(token: string): string {
  const quote = token[0];
  if (quote !== '"' && quote !== "'") return token;
  const body = token.length > 1 && token.endsWith(quote) ? token.slice(1, -1) : token.slice(1);
  if (quote === "'") return body.replaceAll("''", "'");
  return body.replace(/\\(["\\/])/g, '$1');
}

/** Before the line break of the line that `from` is in. */
export function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const end = feed === -1 ? text.length : feed;
  return end > from && text[end - 1] === '\r' ? end - 1 : end;
}

/** The start of the line after the one that ends at `lineEnd`; beyond the text when there is none. */
export function nextLine(text: string, lineEnd: number): number {
  const feed = text.indexOf('\n', lineEnd);
  return feed === -1 ? text.length + 1 : feed + 1;
}

/** The first place from `from` on that is not white space, or `end`. */
export function skipSpaces(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

/** The column of the first line that is indented. */
export function firstIndent(text: string): number | undefined {
  return /^( +)[^ \t\r\n#]/m.exec(text)?.[1]?.length;
}
