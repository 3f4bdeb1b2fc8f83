import type { Manifest } from '../model/manifest/manifest.ts';
import type { Slice, Span } from '../model/yaml/slice.ts';
import { targetAt } from './target.ts';
import type { Position } from 'vscode-languageserver-types';

/** Something that has a name of its own in a manifest. */
export interface Named {
  readonly kind: 'component' | 'resource' | 'environment';
  readonly name: string;
}

/** One place where a name stands. */
export interface Occurrence {
  readonly slice: Slice;
  readonly span: Span;
  readonly role: 'declaration' | 'override' | 'use';
}

/** The component, imported resource or environment whose name stands at a position, and where exactly. */
export function namedAt(manifest: Manifest, position: Position): (Named & { slice: Slice; span: Span }) | undefined {
  const target = targetAt(manifest, position);
  if (!target?.place) return undefined;
  const { place, slice, offset } = target;
  const named = ownNames(manifest, place);
  for (const name of named) {
    const hit = occurrences(manifest, name).find(
      (each) => each.slice === slice && each.span.start <= offset && offset <= each.span.end,
    );
    if (hit) return { ...name, slice: hit.slice, span: hit.span };
  }
  return undefined;
}

/** What a place could name: cheap guesses, each looked up afterwards. */
function ownNames(manifest: Manifest, place: NonNullable<ReturnType<typeof targetAt>>['place'] & object): Named[] {
  switch (place.kind) {
    case 'component':
      return [{ kind: 'component', name: place.component }];
    case 'resource':
      return [{ kind: 'resource', name: place.resource }];
    case 'environment':
      return [{ kind: 'environment', name: place.environment }];
    case 'connection': {
      const settings =
        place.environment === undefined
          ? manifest.components.get(place.component)
          : manifest.environments.get(place.environment)?.components.get(place.component);
      const target = settings?.connections.find(({ slot }) => slot.value === place.slot)?.target.value;
      return target ? nodeNamed(target.component) : [];
    }
    case 'default': {
      const environment = manifest.environments.get(place.environment);
      const target = environment?.defaults.find(({ type }) => type.value === place.type)?.target.value;
      return target ? nodeNamed(target.component) : [];
    }
    default:
      return [];
  }
}

function nodeNamed(name: string): Named[] {
  return [
    { kind: 'component', name },
    { kind: 'resource', name },
  ];
}

/** Every place where a name stands, the declaration first. In `COMPONENT.RESOURCE` it is the part before the dot. */
export function occurrences(manifest: Manifest, { kind, name }: Named): Occurrence[] {
  if (kind === 'environment') {
    const environment = manifest.environments.get(name);
    return environment ? [{ slice: environment.slice, span: environment.name.span, role: 'declaration' }] : [];
  }
  const found: Occurrence[] = [];
  const declared = kind === 'component' ? manifest.components.get(name) : manifest.resources.get(name);
  if (!declared) return found;
  found.push({ slice: declared.slice, span: declared.name.span, role: 'declaration' });
  const add = (slice: Slice, span: Span, target: { readonly component: string } | undefined): void => {
    if (target?.component !== name) return;
    const start = slice.text.indexOf(name, span.start);
    if (start !== -1 && start + name.length <= span.end) {
      found.push({ slice, span: { start, end: start + name.length }, role: 'use' });
    }
  };
  for (const component of manifest.components.values()) {
    for (const { target } of component.connections) add(component.slice, target.span, target.value);
  }
  for (const environment of manifest.environments.values()) {
    for (const { target } of environment.defaults) add(environment.slice, target.span, target.value);
    for (const override of environment.components.values()) {
      const isOverride = kind === 'component' && override.name.value === name;
      if (isOverride) found.push({ slice: override.slice, span: override.name.span, role: 'override' });
      for (const { target } of override.connections) add(override.slice, target.span, target.value);
    }
  }
  return found;
}
