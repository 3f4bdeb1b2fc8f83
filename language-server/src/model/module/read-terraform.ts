import type { Location } from 'vscode-languageserver-types';
import { SourceText } from '../edit/source-text.ts';
import type { RegistryFile } from '../registry/registry.ts';
import { getOwn, isObject } from '../schema/own-property.ts';
import { givenByHcl, type Given, type Locals, type Placer } from './given.ts';
import type { HclToken } from './hcl-tokens.ts';
import { literalText, parseHcl, type HclAttribute, type HclBlock, type HclFile } from './hcl.ts';
import {
  pathIn,
  type ModuleFiles,
  type ModuleVariable,
  type ResourceTemplate,
  type TerraformModule,
  type VariableReference,
} from './module.ts';
import { anyType, typeConstraintIn, typeConstraintOf } from './type-constraint.ts';

/**
 * Reads the files of a Terraform or OpenTofu module.
 *
 * @returns undefined when there are none, or when one of them does not parse: it may declare what
 * would seem to be missing.
 */
export function readTerraform(
  source: ModuleFiles,
  templates: readonly ResourceTemplate[],
): TerraformModule | undefined {
  const reading = new Reading();
  let any = false;
  for (const file of source.files) {
    const path = pathIn(source, file.uri);
    const own = !path.includes('/');
    if (/\.(?:tf|tofu)$/.test(path)) {
      any ||= own;
      if (!reading.hcl(file, own)) return undefined;
    } else if (own && /\.(?:tf|tofu)\.json$/.test(path)) {
      any = true;
      if (!reading.json(file)) return undefined;
    } else if (own && isValues(path) && !reading.values(file)) return undefined;
  }
  return any ? { kind: 'terraform', source, templates, ...reading.result() } : undefined;
}

/** Files with values that belong to the module; those that an engine writes may be left over from a run. */
function isValues(path: string): boolean {
  if (/^_(?:params|connections|metadata|md_metadata)\./.test(path)) return false;
  return /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(path);
}

/** Locals that are followed for one value. */
const mostLocals = 200;

class Reading {
  readonly #variables = new Map<string, ModuleVariable>();
  readonly #references: VariableReference[] = [];
  readonly #filled = new Set<string>();
  readonly #outputs = new Map<string, Location>();
  readonly #fields = new Map<string, Location>();
  readonly #values = new Map<string, { value: readonly HclToken[]; place: Placer }>();
  readonly #locals = new Map<string, { value: readonly HclToken[]; place: Placer }>();
  #mayGiveMore = false;

  result(): Omit<TerraformModule, 'kind' | 'source' | 'templates'> {
    return {
      variables: this.#variables,
      references: this.#references,
      filled: this.#filled,
      outputs: this.#outputs,
      fields: this.#fields,
      values: this.#written(),
      mayGiveMore: this.#mayGiveMore,
    };
  }

  /** @param own whether it is a file of the module itself, not of one within that it calls. */
  hcl(file: RegistryFile, own: boolean): boolean {
    const parsed = parsedFile(file);
    if (parsed === undefined) return false;
    const place = placer(file);
    for (const block of parsed.blocks) {
      if (own && block.type === 'variable') this.#variable(variableOf(block, place));
      else if (own && block.type === 'output') this.#output(block, place);
      else if (own && block.type === 'locals') {
        for (const { name, value } of block.attributes.values()) this.#locals.set(name, { value, place });
      } else if (block.type === 'resource') this.#resource(block, place);
      else if (block.type === 'module') this.#module(block);
    }
    if (!own) return true;
    for (const { steps } of parsed.variables) {
      const named = steps.slice(
        0,
        [...steps, { name: undefined }].findIndex((step) => step.name === undefined),
      );
      const [variable, ...rest] = named.map(({ name, start, end }) => ({
        name: name ?? '',
        location: place(start, end),
      }));
      if (variable) this.#references.push({ variable: variable.name, location: variable.location, steps: rest });
    }
    return true;
  }

  json(file: RegistryFile): boolean {
    const root = parseJson(file.text);
    if (!isObject(root)) return false;
    const place = placer(file);
    const find = (name: string): Location => {
      const at = file.text.indexOf(JSON.stringify(name));
      return place(Math.max(0, at + 1), at < 0 ? 0 : at + 1 + name.length);
    };
    for (const [name, variable] of entriesOf(root, 'variable')) {
      const written = isObject(variable) ? variable : {};
      const type = getOwn(written, 'type');
      const description = getOwn(written, 'description');
      this.#variable({
        name,
        location: find(name),
        required: !Object.hasOwn(written, 'default'),
        constraint: typeof type === 'string' ? typeConstraintIn(type) : anyType,
        ...(typeof type === 'string' ? { type } : {}),
        ...(typeof description === 'string' ? { description } : {}),
      });
    }
    for (const [name] of entriesOf(root, 'output')) this.#outputs.set(name, find(name));
    if (Object.hasOwn(root, 'module') || /"massdriver_(?:artifact|resource)"/.test(file.text)) this.#mayGiveMore = true;
    for (const [, name = ''] of file.text.matchAll(/\bvar\.([A-Za-z_][\w-]*)/g))
      this.#references.push({ variable: name, location: find(name), steps: [] });
    return true;
  }

  values({ uri, text }: RegistryFile): boolean {
    if (uri.endsWith('.json')) {
      const root = parseJson(text);
      for (const name of isObject(root) ? Object.keys(root) : []) this.#filled.add(name);
      return isObject(root);
    }
    const block = parseHcl(`values {\n${text}\n}`)?.blocks[0];
    for (const name of block?.attributes.keys() ?? []) this.#filled.add(name);
    return block !== undefined;
  }

  /** An `override.tf` may bring the default of a variable that another file declares, or another type. */
  #variable(variable: ModuleVariable): void {
    const before = this.#variables.get(variable.name);
    const required = variable.required && before?.required !== false;
    const isRetyped = before !== undefined && variable.type !== undefined;
    const retyped = isRetyped ? { constraint: anyType } : {};
    this.#variables.set(variable.name, { ...variable, ...before, ...retyped, required });
  }

  #output(block: HclBlock, place: Placer): void {
    const name = block.labels[0] ?? '';
    this.#outputs.set(name, place(block.start, block.end));
    this.#value(name, block.attributes.get('value'), place);
  }

  #value(name: string, attribute: HclAttribute | undefined, place: Placer): void {
    if (attribute !== undefined) this.#values.set(name, { value: attribute.value, place });
  }

  #written(): ReadonlyMap<string, Given> {
    const given = new Map<string, Given>();
    for (const [name, { value, place }] of this.#values) {
      // Locals that refer to each other may double what is written out with each step.
      let asked = 0;
      const locals: Locals = (local) => (++asked > mostLocals ? undefined : this.#locals.get(local));
      const written = givenByHcl(value, place, locals);
      if (written !== undefined) given.set(name, written);
    }
    return given;
  }

  #resource(block: HclBlock, place: Placer): void {
    if (!/^massdriver_(?:artifact|resource)$/.test(block.labels[0] ?? '')) return;
    const field = block.attributes.get('field');
    const name = field && literalText(field);
    const text = field?.value[1];
    if (name === undefined || text === undefined) this.#mayGiveMore = true;
    else {
      this.#fields.set(name, place(text.start, text.end));
      this.#value(name, block.attributes.get('artifact') ?? block.attributes.get('resource'), place);
    }
  }

  /** Modules below the folder are read; of others, Massdriver's own may give resources. */
  #module(block: HclBlock): void {
    const source = block.attributes.get('source');
    const from = source && literalText(source);
    if (from === undefined || from.startsWith('../') || from.includes('massdriver')) this.#mayGiveMore = true;
  }
}

const parsedFiles = new WeakMap<RegistryFile, { readonly hcl: HclFile | undefined }>();

/** While a person types in one file of a module, the others stay the same objects. */
function parsedFile(file: RegistryFile): HclFile | undefined {
  const known = parsedFiles.get(file) ?? { hcl: parseHcl(file.text) };
  parsedFiles.set(file, known);
  return known.hcl;
}

function placer({ uri, text }: RegistryFile): Placer {
  const lines = new SourceText(text);
  return (start, end) => ({ uri, range: { start: lines.positionAt(start), end: lines.positionAt(end) } });
}

function variableOf(block: HclBlock, place: Placer): ModuleVariable {
  const type = block.attributes.get('type');
  const description = block.attributes.get('description');
  const described = description && literalText(description);
  return {
    name: block.labels[0] ?? '',
    location: place(block.start, block.end),
    required: !block.attributes.has('default'),
    constraint: type === undefined ? anyType : typeConstraintOf(type.value),
    ...(type && { type: written(type) }),
    ...(described !== undefined && { description: described }),
  };
}

/** The value on one line, with a blank where there was any. */
function written({ value }: HclAttribute): string {
  let text = '';
  let end: number | undefined;
  for (const token of value.filter(({ kind }: HclToken) => kind !== 'line-end')) {
    text += `${end === undefined || end === token.start ? '' : ' '}${token.text}`;
    end = token.end;
  }
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The entries of a block type in Terraform's JSON, which may be a map or a list of maps. */
function entriesOf(root: { readonly [key: string]: unknown }, type: string): readonly [string, unknown][] {
  return [getOwn(root, type)].flat().flatMap((part) => (isObject(part) ? Object.entries(part) : []));
}
