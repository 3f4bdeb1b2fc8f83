import type { Bundle } from '../../model/bundle/bundle.ts';
import { printFlow, printScalar } from '../../model/edit/print.ts';
import type { Manifest } from '../../model/manifest/manifest.ts';
import type { Registry } from '../../model/registry/registry.ts';
import type { Json, JsonSchema, JsonSchemaObject } from '../../model/schema/json-schema.ts';
import { getOwn } from '../../model/schema/own-property.ts';
import { fittingTargets } from '../fitting-targets.ts';
import { escapeChoice, escapeSnippet } from './proposal.ts';

/** One `key: value` of a snippet; a list of entries is a map. */
interface SnippetEntry {
  readonly key: string;
  readonly value: string | readonly SnippetEntry[];
}

/** What a component of a bundle is made of: each part with placeholders, numbered from 1. */
export class ComponentSnippet {
  readonly entries: SnippetEntry[] = [];
  #next = 1;

  /** A value to type over. */
  placeholder(suggested: string): string {
    return `\${${this.#next++}:${escapeSnippet(suggested)}}`;
  }

  add(key: string, value: string): void {
    this.entries.push({ key, value });
  }

  /** `connections:` with every required slot, filled by what fits best. */
  addConnections(manifest: Manifest, registry: Registry, bundle: Bundle, component: string | undefined): void {
    const required = [...bundle.dependencies.values()].filter((slot) => slot.required);
    if (required.length === 0) return;
    const value = required.map((slot) => {
      const fitting = fittingTargets(manifest, registry, slot.type, component).slice(0, 8);
      return { key: slot.name, value: choice(this.#next++, fitting) };
    });
    this.entries.push({ key: 'connections', value });
  }

  /** `params:` with every required param, its choices or its default to type over. */
  addParams(bundle: Bundle): void {
    const value = this.#required(bundle.params, 1);
    if (value.length > 0) this.entries.push({ key: 'params', value });
  }

  /** The entries on lines of their own. */
  block(indent: number, step: number): string[] {
    return blockLines(this.entries, indent, step);
  }

  /** The entries on one line, for the inside of braces. */
  flow(): string {
    return flowText(this.entries);
  }

  #required(schema: JsonSchemaObject, depth: number): SnippetEntry[] {
    const entries: SnippetEntry[] = [];
    for (const key of schema.required ?? []) {
      const property = getOwn(schema.properties ?? {}, key) ?? true;
      const isMap = typeof property === 'object' && property.type === 'object' && property.properties !== undefined;
      if (isMap && depth < deepest) {
        const value = this.#required(property, depth + 1);
        if (value.length > 0) entries.push({ key, value });
        continue;
      }
      entries.push({ key, value: valuePlaceholder(property, this.#next++) });
    }
    return entries;
  }
}

const deepest = 8;

function blockLines(entries: readonly SnippetEntry[], indent: number, step: number): string[] {
  const pad = ' '.repeat(indent);
  return entries.flatMap(({ key, value }) => {
    const name = `${pad}${escapeSnippet(printScalar(key))}:`;
    return typeof value === 'string' ? [`${name} ${value}`] : [name, ...blockLines(value, indent + step, step)];
  });
}

function flowText(entries: readonly SnippetEntry[]): string {
  return entries
    .map(({ key, value }) => {
      const name = escapeSnippet(printScalar(key, true));
      return `${name}: ${typeof value === 'string' ? value : `{ ${flowText(value)} }`}`;
    })
    .join(', ');
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
