import type { Position } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { JsonPath } from '../../model/schema/json-schema.ts';
import { readSlice } from '../../model/yaml/read-slice.ts';
import { keyText, type SourceNode } from '../../model/yaml/source-node.ts';

/** The keys of the mapping at a path, as they are written around a position; those behind an alias are not looked for. */
export function presentKeys(manifest: Manifest, position: Position, path: JsonPath): string[] {
  const { slice } = manifest.at(position);
  let node: SourceNode | undefined = readSlice(slice).root;
  for (const step of slice.kind === 'entry' ? path.slice(1) : path) {
    if (node?.kind === 'map') node = node.pairs.find(({ key }) => keyText(key) === step)?.value;
    else node = node?.kind === 'list' && typeof step === 'number' ? node.items[step] : undefined;
  }
  return node?.kind === 'map' ? node.pairs.map(({ key }) => keyText(key)) : [];
}
