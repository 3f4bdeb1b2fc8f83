import { placeOf } from '../../bundle/check/contract.ts';
import { SourceText } from '../../edit/source-text.ts';
import { member, names, shapeOf, type Shape } from '../../jq/shape.ts';
import { parseProgram } from '../../jq/parse.ts';
import { isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import { givenByJq, type Given } from '../given.ts';
import type { Module } from '../module.ts';
import type { ModuleCheck } from './context.ts';

/**
 * Resources that a module writes out, against their resource types: a required part that is not
 * there, and names that look like typos. Otherwise this is found when everything was provisioned.
 */
export function checkValues(check: ModuleCheck): void {
  for (const { name, type } of check.bundle.resources.values()) {
    const schema = check.registry.resourceType(type)?.schema;
    if (schema === undefined) continue;
    for (const given of check.modules.flatMap((module) => givenFor(module, name)))
      compare(check, { name, type: type.name }, given, shapeOf(schema, '.'), '');
  }
}

/** A template comes before an output of the same name, as when the module is run. */
function givenFor(module: Module, name: string): readonly Given[] {
  if (module.kind === 'opaque') return [];
  const template = module.templates.find(({ resource }) => resource === name);
  if (template !== undefined) {
    const { uri, text } = template;
    const parsed = parseProgram(text);
    const lines = new SourceText(text);
    if (parsed.kind !== 'program') return [];
    const at = (start: number, end: number) => ({
      uri,
      range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    });
    return [givenByJq(parsed.expression, at)];
  }
  if (module.kind !== 'terraform') return [];
  const value = [name, `resource_${name}`, `artifact_${name}`].map((key) => module.values.get(key)).find(Boolean);
  return value === undefined ? [] : [value];
}

function compare(
  check: ModuleCheck,
  resource: { readonly name: string; readonly type: string },
  { entries, location }: Given,
  shape: Shape,
  path: string,
): void {
  if (entries === undefined || shape === 'unknown') return;
  const place = placeOf(check, 'resources', resource.name).entry;
  const part = path === '' ? '' : ` in \`${path}\``;
  const missing = requiredIn(shape).filter((name) => !entries.has(name));
  if (missing.length > 0) {
    const listed = missing.map((name) => `\`${name}\``).join(', ');
    check.report(place, 'key', {
      severity: 'warning',
      code: 'resource-incomplete',
      message: `The module gives \`${resource.name}\` without ${listed}${part}, which \`${resource.type}\` requires.`,
      related: [{ location, message: `There is no ${listed} here.` }],
    });
  }
  for (const [name, value] of entries) {
    const next = member(shape, name);
    if (next !== 'missing') {
      compare(check, resource, value, next, path === '' ? name : `${path}.${name}`);
      continue;
    }
    const [suggestion] = closest(name, names(shape), 1);
    if (suggestion === undefined || entries.has(suggestion)) continue;
    check.report(place, 'key', {
      severity: 'warning',
      code: 'resource-unknown-field',
      message: `The module gives \`${resource.name}\` with \`${name}\`${part}, which \`${resource.type}\` does not have. Did you mean \`${suggestion}\`?`,
      related: [{ location: value.location, message: `\`${name}\` is given here.` }],
      data: { word: name, suggestion },
    });
  }
}

/** What the schema requires whatever the value is. */
function requiredIn(shape: Exclude<Shape, 'unknown'>): readonly string[] {
  const [schema] = shape.schemas;
  if (shape.schemas.length !== 1 || !isObject(schema) || !Array.isArray(schema.required)) return [];
  return schema.required.filter((name): name is string => typeof name === 'string');
}
