import type { TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The file beside a manifest that holds where its nodes are drawn: `infra.yaml` → `infra.layout.json`. */
export function layoutUri(manifest: string): string {
  return manifest.replace(/\.[^./]*$/, '') + '.layout.json';
}

/** A node's position goes with it when it is renamed. Nothing is changed where both names have one. */
export function renameInLayout(text: string, name: string, newName: string): TextEdit[] {
  const document = TextDocument.create('', 'json', 0, text);
  const edits: TextEdit[] = [];
  for (const { key, start, end } of nodeKeys(text)) {
    if (key === newName) return [];
    if (key !== name) continue;
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    edits.push({ range, newText: JSON.stringify(newName) });
  }
  return edits;
}

/** The keys of the outermost map of a JSON text, quotes included; stops where the text is no JSON. */
function* nodeKeys(text: string): Generator<{ readonly key: string; readonly start: number; readonly end: number }> {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  let depth = 0;
  for (const { 0: word, index } of text.matchAll(token)) {
    if (word === '{' || word === '[') depth++;
    else if (word === '}' || word === ']') depth--;
    else if (depth === 1 && /^\s*:/.test(text.slice(index + word.length, index + word.length + 100))) {
      const key = unquoted(word);
      if (key === undefined) return;
      yield { key, start: index, end: index + word.length };
    }
  }
}

function unquoted(word: string): string | undefined {
  try {
    return JSON.parse(word) as string;
  } catch {
    return undefined;
  }
}
