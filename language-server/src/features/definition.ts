import type { Location, Position, Range } from 'vscode-languageserver-types';
import type { ConnectionTarget, Manifest } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';
import { propertyOfBundle } from './bundle/locations.ts';
import { componentView } from './component-view.ts';
import type { Place } from './place.ts';
import { targetAt } from './target.ts';

const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where what stands at a position is defined: a bundle's file, a component, a resource type's file. */
export function definition(manifest: Manifest, registry: Registry, position: Position): Location[] {
  const target = targetAt(manifest, position);
  if (!target?.place || target.cursor.text === '') return [];
  return defined(manifest, registry, target.place, target.cursor.at === 'key');
}

function defined(manifest: Manifest, registry: Registry, place: Place, onKey: boolean): Location[] {
  switch (place.kind) {
    case 'bundle':
      return bundleFile(manifest, registry, place);
    case 'component':
      return place.environment === undefined ? bundleFile(manifest, registry, place) : declaration(manifest, place);
    case 'params': {
      const { bundle } = componentView(manifest, registry, place);
      return bundle ? [propertyOfBundle(registry, bundle, place.path)] : bundleFile(manifest, registry, place);
    }
    case 'connection': {
      const { own, bundle } = componentView(manifest, registry, place);
      if (onKey) return typeFile(registry, bundle?.dependencies.get(place.slot)?.type.name);
      const target = own?.connections.find(({ slot }) => slot.value === place.slot)?.target.value;
      return target ? declaration(manifest, target) : [];
    }
    case 'default': {
      if (onKey) return typeFile(registry, place.type);
      const environment = manifest.environments.get(place.environment);
      const target = environment?.defaults.find(({ type }) => type.value === place.type)?.target.value;
      return target ? declaration(manifest, target) : [];
    }
    case 'resource':
    case 'resourceType':
      return typeFile(registry, manifest.resources.get(place.resource)?.type?.value.split('@', 1)[0]);
    default:
      return [];
  }
}

/** The component or imported resource that a target names. */
function declaration(manifest: Manifest, { component }: Pick<ConnectionTarget, 'component'>): Location[] {
  const node = manifest.components.get(component) ?? manifest.resources.get(component);
  if (!node) return [];
  return [{ uri: manifest.uri, range: manifest.range(node.slice, node.name.span) }];
}

function bundleFile(
  manifest: Manifest,
  registry: Registry,
  place: { readonly component: string; readonly environment?: string },
): Location[] {
  const { component, own, bundle } = componentView(manifest, registry, place);
  if (bundle) return file(bundle.uri);
  const reference = (own?.bundle ?? component?.bundle)?.value;
  const resolution = reference && registry.resolveBundle(reference);
  return resolution?.kind === 'broken' ? file(resolution.uri) : [];
}

function typeFile(registry: Registry, name: string | undefined): Location[] {
  const type = name === undefined ? undefined : registry.resourceType({ name });
  return type ? file(type.uri) : [];
}

function file(uri: string): Location[] {
  return [{ uri, range: fileStart }];
}
