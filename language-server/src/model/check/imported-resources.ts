import type { ImportedResourceSource, Manifest } from '../manifest/manifest.ts';
import { parseTypeReference } from '../bundle/type-reference.ts';
import type { Registry } from '../registry/registry.ts';
import { closest } from '../text-distance.ts';
import { enumerate, quoted } from './collect.ts';
import type { LocatedProblem } from './problems.ts';

/** Imported resources: of a known type, and used by something. */
export function checkImportedResources(manifest: Manifest, registry: Registry): Map<string, LocatedProblem[]> {
  const problems = new Map<string, LocatedProblem[]>();
  if (manifest.resources.size === 0) return problems;
  const used = usedNames(manifest);
  for (const [name, resource] of manifest.resources) {
    const found = [...unknownType(resource, registry), ...(used.has(name) ? [] : [unused(resource)])];
    if (found.length > 0) problems.set(name, found);
  }
  return problems;
}

function unknownType({ slice, type }: ImportedResourceSource, registry: Registry): LocatedProblem[] {
  const reference = parseTypeReference(type?.value ?? '');
  if (!type || !reference || registry.resourceType(reference)) return [];
  const place = { slice, span: type.span, severity: 'error' } as const;
  const anyVersion = registry.resourceType({ name: reference.name });
  if (anyVersion) {
    const message = `\`${reference.name}\` has no version that \`${reference.range}\` allows. There is \`${anyVersion.version}\`.`;
    return [{ ...place, code: 'unknown-type', message, data: { suggestions: [reference.name] } }];
  }
  const suggestions = closest(
    reference.name,
    registry.resourceTypes().map(({ name }) => name),
  );
  const hint = suggestions.length > 0 ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?` : '';
  const message = `There is no resource type named \`${reference.name}\`.${hint}`;
  return [{ ...place, code: 'unknown-type', message, data: { suggestions } }];
}

function unused({ slice, name }: ImportedResourceSource): LocatedProblem {
  return {
    slice,
    span: name.span,
    severity: 'hint',
    code: 'unused-resource',
    message: `Nothing is connected to \`${name.value}\`.`,
    data: { resource: name.value },
  };
}

function usedNames(manifest: Manifest): Set<string> {
  const used = new Set<string>();
  for (const component of manifest.components.values()) {
    for (const { target } of component.connections) if (target.value) used.add(target.value.component);
  }
  for (const environment of manifest.environments.values()) {
    for (const { target } of environment.defaults) if (target.value) used.add(target.value.component);
    for (const override of environment.components.values()) {
      for (const { target } of override.connections) if (target.value) used.add(target.value.component);
    }
  }
  return used;
}
