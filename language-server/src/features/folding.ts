import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';

/** Blocks by indentation, and runs of comment lines; works on text that does not parse. */
export function foldingRanges(text: string): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: { line: number; indent: number }[] = [];
  let lastContent = -1;
  let commentStart = -1;

  const close = (indent: number): void => {
    for (let last = open.at(-1); last && last.indent >= indent; last = open.at(-1)) {
      open.pop();
      if (lastContent > last.line) ranges.push({ startLine: last.line, endLine: lastContent });
    }
  };
  const endComment = (line: number): void => {
    if (commentStart !== -1 && line - 1 > commentStart) {
      ranges.push({ startLine: commentStart, endLine: line - 1, kind: FoldingRangeKind.Comment });
    }
    commentStart = -1;
  };

  const lines = text.split(/\r\n|\n|\r/);
  for (const [line, content] of lines.entries()) {
    const indent = content.search(/\S/);
    if (indent === -1) {
      endComment(line);
      continue;
    }
    if (content[indent] === '#') {
      if (commentStart === -1) commentStart = line;
      continue;
    }
    endComment(line);
    // The dash of a list may stand as far left as the key that has the list.
    const depth = /^-(?:\s|$)/.test(content.slice(indent)) ? indent + 0.5 : indent;
    close(depth);
    open.push({ line, indent: depth });
    lastContent = line;
  }
  endComment(lines.length);
  close(0);
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
