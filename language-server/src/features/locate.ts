import type { Range } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Element } from '../protocol.ts';

/** Where an element of the diagram stands in the text: the key of a node, the entry of a connection. */
export function locate(manifest: Manifest, element: Element): Range | undefined {
  if (element.kind === 'node') {
    const node = manifest.components.get(element.id) ?? manifest.resources.get(element.id);
    return node && manifest.range(node.slice, node.name.span);
  }
  const dot = element.id.indexOf('.');
  const component = manifest.components.get(element.id.slice(0, dot));
  const connection = component?.connections.find(({ slot }) => slot.value === element.id.slice(dot + 1));
  return component && connection && manifest.range(component.slice, connection.span);
}
