import type { CodeLens, Range } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';

/**
 * What a person can do with a manifest: open the diagram, and plan or deploy each environment.
 * The commands are the extension's; their arguments are the URI and the environment.
 */
export function codeLenses(manifest: Manifest): CodeLens[] {
  const { uri } = manifest;
  const lenses = [lens(firstRange(manifest), 'Open diagram', 'patchbay.openDiagram', [uri])];
  for (const environment of manifest.environments.values()) {
    const name = environment.name.value;
    const range = manifest.range(environment.slice, environment.name.span);
    lenses.push(
      lens(range, 'Plan', 'patchbay.plan', [uri, name]),
      lens(range, 'Deploy', 'patchbay.deploy', [uri, name]),
    );
  }
  return lenses;
}

/** Above the components, else at the top of the file. */
function firstRange(manifest: Manifest): Range {
  const [first] = manifest.components.values();
  const line = first ? Math.max(0, manifest.range(first.slice, first.name.span).start.line - 1) : 0;
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}

function lens(range: Range, title: string, command: string, args: string[]): CodeLens {
  return { range, command: { title, command, arguments: args } };
}
