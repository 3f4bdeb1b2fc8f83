import type { Position } from 'vscode-languageserver-types';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Element } from '../protocol.ts';
import { targetAt } from './target.ts';

/**
 * What the diagram selects when the cursor stands at a position: the connection whose line it is
 * on, else the component or imported resource around it, also from within an environment.
 */
export function elementAt(manifest: Manifest, position: Position): Element | undefined {
  const place = targetAt(manifest, position)?.place;
  if (!place) return undefined;
  if ('component' in place) {
    const component = manifest.components.get(place.component);
    if (!component) return undefined;
    const isEdge = place.kind === 'connection' && component.connections.some(({ slot }) => slot.value === place.slot);
    return isEdge ? { kind: 'edge', id: `${place.component}.${place.slot}` } : { kind: 'node', id: place.component };
  }
  if ('resource' in place) {
    return manifest.resources.has(place.resource) ? { kind: 'node', id: place.resource } : undefined;
  }
  return undefined;
}
