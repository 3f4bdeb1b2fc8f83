import type { Bundle } from '../../model/bundle/bundle.ts';
import { printFlow } from '../../model/edit/print.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { Json, JsonSchema, JsonSchemaObject } from '../../model/schema/json-schema.ts';
import { getOwn } from '../../model/schema/own-property.ts';
import { fittingTargets } from '../fitting-targets.ts';
import { escapeChoice, escapeSnippet } from './proposal.ts';

interface SnippetLines {
  readonly lines: readonly string[];
  /** The first placeholder number that is still free. */
  readonly next: number;
}

/** `connections:` with every required slot, filled by what fits best. */
export function connectionLines(
  manifest: Manifest,
  registry: Registry,
  bundle: Bundle,
  indent: number,
  placeholder: number,
  component: string | undefined,
): SnippetLines {
  const required = [...bundle.dependencies.values()].filter((slot) => slot.required);
  if (required.length === 0) return { lines: [], next: placeholder };
  const pad = ' '.repeat(indent);
  let next = placeholder;
  const lines = required.map((slot) => {
    const fitting = fittingTargets(manifest, registry, slot.type, component).slice(0, 8);
    return `${pad}  ${escapeSnippet(slot.name)}: ${choice(next++, fitting)}`;
  });
  return { lines: [`${pad}connections:`, ...lines], next };
}

/** `params:` with every required param that has no default. */
export function paramLines(bundle: Bundle, indent: number, placeholder: number): SnippetLines {
  const pad = ' '.repeat(indent);
  const inner = requiredLines(bundle.params, indent + 2, placeholder);
  if (inner.lines.length === 0) return { lines: [], next: placeholder };
  return { lines: [`${pad}params:`, ...inner.lines], next: inner.next };
}

function requiredLines(schema: JsonSchemaObject, indent: number, placeholder: number): SnippetLines {
  const lines: string[] = [];
  let next = placeholder;
  for (const name of schema.required ?? []) {
    const properties = schema.properties ?? {};
    const property = getOwn(properties, name) ?? true;
    const key = `${' '.repeat(indent)}${escapeSnippet(name)}:`;
    const isObject = typeof property === 'object' && property.type === 'object' && property.properties !== undefined;
    if (isObject && indent < 24) {
      const inner = requiredLines(property, indent + 2, next);
      if (inner.lines.length === 0) continue;
      lines.push(key, ...inner.lines);
      next = inner.next;
      continue;
    }
    lines.push(`${key} ${valuePlaceholder(property, next)}`);
    next++;
  }
  return { lines, next };
}

/** A placeholder for a value: a choice where the schema has one, else the default or what it is. */
export function valuePlaceholder(schema: JsonSchema, number: number): string {
  if (typeof schema === 'boolean') return `$${number}`;
  const values = knownValues(schema);
  if (values.length > 0)
    return choice(
      number,
      values.map((value) => printFlow(value)),
    );
  if (schema.default !== undefined) return `\${${number}:${escapeSnippet(printFlow(schema.default))}}`;
  if (schema.type === 'array') return `[$${number}]`;
  if (schema.type === 'object') return `{ $${number} }`;
  return `$${number}`;
}

/** The values that a schema names, the default first. */
export function knownValues(schema: JsonSchemaObject): Json[] {
  const values: Json[] = schema.const !== undefined ? [schema.const] : [...(schema.enum ?? [])];
  for (const branch of schema.oneOf ?? schema.anyOf ?? []) {
    if (typeof branch === 'object' && branch.const !== undefined) values.push(branch.const);
  }
  if (values.length === 0 && schema.type === 'boolean') values.push(true, false);
  const first = values.findIndex((value) => value === schema.default);
  if (first > 0) values.unshift(...values.splice(first, 1));
  return values;
}

function choice(number: number, values: readonly string[]): string {
  const [first, ...others] = values;
  if (first === undefined) return `$${number}`;
  if (others.length === 0) return `\${${number}:${escapeSnippet(first)}}`;
  return `\${${number}|${values.map(escapeChoice).join(',')}|}`;
}
