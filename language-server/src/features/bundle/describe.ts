import { formatTypeReference } from '../../model/bundle/type-reference.ts';
import type { Output, Slot } from '../../model/bundle/bundle.ts';
import { loadContextOf } from '../../model/registry/create.ts';
import type { ResourceType } from '../../model/resource-type/resource-type.ts';
import type { JsonSchema, JsonSchemaObject } from '../../model/schema/json-schema.ts';
import { declaredProperties, partsOfLevel } from '../../model/schema/levels.ts';
import { stepInto } from '../../model/schema/navigate.ts';
import { isObject } from '../../model/schema/own-property.ts';
import { resolveReferences } from '../../model/schema/references.ts';
import { markdown } from '../describe-bundle.ts';
import { codeText, schemaDocumentation, typeName } from '../describe-schema.ts';
import { valueAt, type BundleDocument } from './document.ts';
import { resourceTypeOf, typeOfSlot } from './locations.ts';
import { mentionsOf } from './mentions.ts';
import type { Target } from './target.ts';

/** What is known of a target, as Markdown; empty when that is nothing. */
export function describeTarget(document: BundleDocument, target: Target): string {
  const { bundle, registry } = document;
  switch (target.kind) {
    case 'bundle':
      return '';
    case 'param':
      return joined([describeSchema(schemaAt(document.schema, target.path)), usesOf(document, target)]);
    case 'slot':
      return describeEntry(document, bundle?.dependencies.get(target.name), 'Takes');
    case 'output':
      return describeEntry(document, bundle?.resources.get(target.name), 'Gives');
    case 'secret': {
      const secret = bundle?.app.secrets.get(target.name);
      const title = secret?.title === undefined ? '' : `**${markdown(secret.title)}**`;
      const required = secret?.required ? 'A secret that must be given.' : 'A secret that may be left out.';
      return joined([title, markdown(secret?.description ?? ''), required]);
    }
    case 'anchor': {
      const uses = mentionsOf(document, target).filter(({ declares }) => !declares).length;
      return `YAML anchor \`${codeText(target.name)}\`, repeated ${times(uses)}.`;
    }
    case 'resource-type': {
      const type = resourceTypeOf(registry, target.reference);
      return type === undefined ? '' : describeResourceType(type);
    }
    case 'payload': {
      const type = typeOfSlot(document, target.slot);
      return type === undefined ? '' : describeSchema(schemaAt(type.schema, target.path));
    }
    case 'reference':
      return describeReference(document, target.reference);
    case 'definition': {
      const schema = valueAt(document.root, target.path);
      const uses = mentionsOf(document, target).filter(({ declares }) => !declares).length;
      return joined([describeSchema(isObject(schema) ? schema : undefined), `Referred to ${times(uses)}.`]);
    }
  }
}

/** Label, version, description and payload of a resource type, as Markdown. */
export function describeResourceType({ name, label, version, description, schema }: ResourceType): string {
  const title = `**${markdown(label ?? name)}** \`${codeText(name)}\`${version === '0.0.0' ? '' : ` ${version}`}`;
  const lines = outline(schema, 0);
  return joined([title, markdown(description ?? ''), lines.length > 0 ? `Holds\n${lines.join('\n')}` : '']);
}

/** The schemas that a path of names leads to, as one that can be described: the first one. */
export function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema | undefined {
  let schemas: readonly JsonSchema[] = [schema];
  for (const name of path) {
    const isItem = name === 'items' && !schemas.some((part) => Object.hasOwn(declaredProperties(part), 'items'));
    const next = stepInto(schemas, name, isItem);
    // A map with free names may declare some all the same.
    schemas =
      next === 'unknown'
        ? schemas.flatMap((part) =>
            Object.entries(declaredProperties(part)).flatMap(([key, child]) => (key === name ? [child] : [])),
          )
        : next;
  }
  return schemas.find((part) => isObject(part) && part.type !== undefined) ?? schemas[0];
}

function describeSchema(schema: JsonSchema | undefined): string {
  return schema === undefined ? '' : schemaDocumentation(schema);
}

function describeEntry(document: BundleDocument, entry: Slot | Output | undefined, verb: 'Takes' | 'Gives'): string {
  if (entry === undefined) return '';
  const type = resourceTypeOf(document.registry, formatTypeReference(entry.type));
  const title = entry.title === undefined ? '' : `**${markdown(entry.title)}**`;
  const needed = entry.required ? '' : verb === 'Takes' ? ' (optional)' : '';
  const what = `${verb} \`${codeText(formatTypeReference(entry.type))}\`${needed}.`;
  return joined([title, markdown(entry.description ?? ''), what, type === undefined ? '' : describeResourceType(type)]);
}

function describeReference(document: BundleDocument, reference: string): string {
  const { registry, root, uri } = document;
  const type = /^[.#]/.test(reference) ? undefined : resourceTypeOf(registry, reference);
  if (type !== undefined) return describeResourceType(type);
  const { schema, problems } = resolveReferences({ $ref: reference }, root, uri, loadContextOf(registry));
  if (problems.length > 0) return markdown(problems[0]?.message ?? '');
  return joined([schemaDocumentation(schema), isObject(schema) ? outline(schema, 0).join('\n') : '']);
}

const deepestOutline = 3;
const longestOutline = 24;

/** A nested list of what a map holds. */
function outline(schema: JsonSchemaObject, depth: number): string[] {
  const required = new Set(partsOfLevel(schema).flatMap(({ schema: part }) => part.required ?? []));
  const lines = Object.entries(declaredProperties(schema)).flatMap(([name, property]) => {
    const type = typeName(property);
    const optional = required.has(name) ? '' : ' (optional)';
    const line = `${'  '.repeat(depth)}- \`${codeText(name)}\`${type === '' ? '' : ` ${type}`}${optional}`;
    const inner = isObject(property) && isObject(property.items) ? (property.items as JsonSchema) : property;
    return [line, ...(isObject(inner) && depth + 1 < deepestOutline ? outline(inner, depth + 1) : [])];
  });
  return depth > 0 || lines.length <= longestOutline ? lines : [...lines.slice(0, longestOutline), '- …'];
}

/** Where else the file speaks of a param. */
function usesOf(document: BundleDocument, target: Target): string {
  const uses = mentionsOf(document, target).filter(({ as }) => as === 'expression' || as === 'check');
  if (uses.length === 0) return '';
  return `Read in ${uses.length === 1 ? 'line' : 'lines'} ${uses.map(({ range }) => range.start.line + 1).join(', ')}.`;
}

function times(count: number): string {
  if (count === 0) return 'nowhere';
  return count === 1 ? 'once' : `${count} times`;
}

/** Paragraphs that have something to say. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
