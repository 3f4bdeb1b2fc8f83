import type { Problem } from '../problem.ts';
import type { JsonSchemaObject } from '../schema/json-schema.ts';
import { getOwn, isObject } from '../schema/own-property.ts';
import type { Bundle, Output, Slot, TypeReference } from './bundle.ts';
import type { SourceDocument } from './source-document.ts';
import { parseTypeReference } from './type-reference.ts';

export type Contract = Pick<Bundle, 'dialect' | 'dependencies' | 'resources'>;

type Root = { readonly [key: string]: unknown };
type Section = 'connections' | 'dependencies' | 'artifacts' | 'resources';

/**
 * What a bundle takes from others and gives to them, in either dialect: `dependencies` and
 * `resources` of the current one, `connections` and `artifacts` (JSON Schemas) of the older one.
 */
export function readContract(root: Root, source: SourceDocument, problems: Problem[]): Contract {
  const older = isObject(getOwn(root, 'connections')) || isObject(getOwn(root, 'artifacts'));
  const current = isCurrentSection(root, 'dependencies') || isCurrentSection(root, 'resources');
  if (older) for (const [current, old] of pairs) reportMixing(root, current, old, source, problems);
  const read = (section: Section) =>
    section === 'connections' || section === 'artifacts'
      ? olderEntries(root, section, source, problems)
      : currentEntries(root, section, source, problems);
  const useOlder = older && !current;
  const slots = useOlder ? read('connections') : [...read('dependencies'), ...(older ? read('connections') : [])];
  const outputs = useOlder ? read('artifacts') : [...read('resources'), ...(older ? read('artifacts') : [])];
  return {
    dialect: useOlder ? 'older' : 'current',
    dependencies: new Map(slots.map((slot) => [slot.name, slot])),
    resources: new Map(outputs.map(({ constraint: _, ...output }): [string, Output] => [output.name, output])),
  };
}

const pairs = [
  ['dependencies', 'connections'],
  ['resources', 'artifacts'],
  ['resources', 'connections'],
  ['dependencies', 'artifacts'],
] as const;

/**
 * Whether a section is one of the current dialect. `dependencies` is a keyword of JSON Schema, too,
 * and some bundles have it at the top by mistake.
 */
function isCurrentSection(root: Root, section: Section): boolean {
  const entries = getOwn(root, section);
  return isObject(entries) && Object.values(entries).some((entry) => isObject(entry) && 'resource_type' in entry);
}

function reportMixing(root: Root, current: Section, older: Section, source: SourceDocument, problems: Problem[]): void {
  if (!isCurrentSection(root, current) || !isObject(getOwn(root, older))) return;
  const range = source.range([current], 'key');
  if (problems.some((problem) => problem.code === 'dialects-mixed' && problem.range.start.line === range.start.line))
    return;
  const message = `\`${current}\` and \`${older}\` belong to two dialects. Move everything from \`${older}\` to \`${newName[older]}\` and remove \`${older}\`.`;
  problems.push({ range, severity: 'error', code: 'dialects-mixed', message, data: { current, older } });
}

const newName = {
  connections: 'dependencies',
  artifacts: 'resources',
  dependencies: 'dependencies',
  resources: 'resources',
};

function olderEntries(root: Root, section: Section, source: SourceDocument, problems: Problem[]): Slot[] {
  const schema = getOwn(root, section);
  if (!isObject(schema)) return [];
  const properties = getOwn(schema, 'properties');
  const required = getOwn(schema, 'required');
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, entry]) => {
    const { $ref: reference, ...siblings } = isObject(entry) ? entry : {};
    const type = typeof reference === 'string' ? parseTypeReference(reference) : undefined;
    if (type === undefined) {
      problems.push(withoutType([section, 'properties', name], name, '`$ref: RESOURCE-TYPE`', source));
      return [];
    }
    return [slotOf(name, type, names.includes(name), siblings)];
  });
}

function currentEntries(root: Root, section: Section, source: SourceDocument, problems: Problem[]): Slot[] {
  const entries = getOwn(root, section);
  if (!isObject(entries) || !isCurrentSection(root, section)) return [];
  return Object.entries(entries).flatMap(([name, entry]) => {
    const { resource_type: reference, required, ...siblings } = isObject(entry) ? entry : {};
    const type = typeof reference === 'string' ? parseTypeReference(reference) : undefined;
    if (type === undefined) {
      problems.push(withoutType([section, name], name, '`resource_type: NAME`', source));
      return [];
    }
    return [slotOf(name, type, required === true, siblings)];
  });
}

function slotOf(name: string, type: TypeReference, required: boolean, siblings: Root): Slot {
  const { title, description, ...rest } = siblings;
  return {
    name,
    type,
    required,
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(Object.keys(rest).length > 0 ? { constraint: rest as JsonSchemaObject } : {}),
  };
}

function withoutType(path: readonly string[], name: string, form: string, source: SourceDocument): Problem {
  return {
    range: source.range(path, 'key'),
    severity: 'warning',
    code: 'resource-type-missing',
    message: `\`${name}\` does not say its resource type. Add ${form}.`,
  };
}
