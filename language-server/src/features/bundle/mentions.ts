import type { Position, Range } from 'vscode-languageserver-types';
import { resourceTypeName } from '../../model/resource-type/load.ts';
import type { JsonPath } from '../../model/schema/json-schema.ts';
import { subschemas } from '../../model/schema/keywords.ts';
import { getOwn, isObject } from '../../model/schema/own-property.ts';
import { anchorMentions } from './anchors.ts';
import { holds, valueAt, type BundleDocument } from './document.ts';
import { expressionMentions } from './expression-mentions.ts';
import { schemaPlaceOf } from './schema-place.ts';
import { keyOf, type Mention, type Target } from './target.ts';

const deepest = 64;
const found = new WeakMap<BundleDocument, readonly Mention[]>();

/** Every place of a file that gives a name to something or refers to something by its name. */
export function mentionsIn(document: BundleDocument): readonly Mention[] {
  const known = found.get(document);
  if (known !== undefined) return known;
  const collector = new Collector(document);
  if (document.kind === 'bundle') collector.collectBundle();
  else collector.collectTypeName();
  collector.collectSchema(valueAt(document.root, document.schemaPath), document.schemaPath);
  const mentions = [...collector.mentions.values(), ...anchorMentions(document)];
  found.set(document, mentions);
  return mentions;
}

/** The most exact mention at a position: one inside an expression before the whole of it. */
export function mentionAt(document: BundleDocument, position: Position): Mention | undefined {
  const here = mentionsIn(document).filter(({ range }) => holds(range, position));
  return here.toSorted((a, b) => sizeOf(a.range) - sizeOf(b.range))[0];
}

/** Every mention of the same target, in the order of the text. */
export function mentionsOf(document: BundleDocument, target: Target): readonly Mention[] {
  const key = keyOf(target);
  return mentionsIn(document)
    .filter((mention) => keyOf(mention.target) === key)
    .toSorted((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

function sizeOf({ start, end }: Range): number {
  return (end.line - start.line) * 10_000 + end.character - start.character;
}

class Collector {
  /** By place and target: aliases make one place of the text count for many paths. */
  readonly mentions = new Map<string, Mention>();
  readonly #document: BundleDocument;

  constructor(document: BundleDocument) {
    this.#document = document;
  }

  collectBundle(): void {
    const { root } = this.#document;
    const name = getOwn(root, 'name');
    if (typeof name === 'string') this.#add({ kind: 'bundle', name }, ['name'], 'value', 'name', true);
    this.#collectCurrent('dependencies', 'slot');
    this.#collectCurrent('resources', 'output');
    this.#collectOlder('connections', 'slot');
    this.#collectOlder('artifacts', 'output');
    this.#collectUi(getOwn(root, 'ui'), ['ui'], []);
    const app = mapAt(root, 'app');
    for (const name of Object.keys(mapAt(app, 'secrets')))
      this.#add({ kind: 'secret', name }, ['app', 'secrets', name], 'key', 'secret', true);
    const params = mapAt(root, 'params');
    for (const [index, preset] of listAt(params, 'examples').entries())
      this.#collectValue(preset, ['params', 'examples', index], [], 'preset');
    for (const mention of expressionMentions(this.#document)) this.#put(mention);
  }

  /** The name of a resource type, in either dialect. */
  collectTypeName(): void {
    const { root } = this.#document;
    const path = isObject(getOwn(root, '$md')) ? ['$md', 'name'] : ['name'];
    const reference = valueAt(root, path);
    if (typeof reference === 'string' && resourceTypeName(root) !== undefined)
      this.#add({ kind: 'resource-type', reference }, path, 'value', 'name', true);
  }

  /** Declarations, conditions and references of a schema and of everything below it. */
  collectSchema(schema: unknown, path: JsonPath): void {
    if (!isObject(schema) || path.length > deepest) return;
    const { root, schemaPath } = this.#document;
    const place = schemaPlaceOf(path, schemaPath);
    if (place === undefined) return;
    const param = (name: string): Target => ({ kind: 'param', path: [...place.value, name] });
    const isOutermost = place.schema.length === place.level.length;
    for (const name of Object.keys(mapAt(schema, 'properties')))
      this.#add(param(name), [...path, 'properties', name], 'key', isOutermost ? 'declared' : 'condition', true);
    for (const [index, name] of listAt(schema, 'required').entries())
      if (typeof name === 'string') this.#add(param(name), [...path, 'required', index], 'value', 'required');
    for (const [name, dependents] of Object.entries(mapAt(schema, 'dependencies'))) {
      this.#add(param(name), [...path, 'dependencies', name], 'key', 'condition');
      for (const [index, dependent] of (Array.isArray(dependents) ? (dependents as unknown[]) : []).entries())
        if (typeof dependent === 'string')
          this.#add(param(dependent), [...path, 'dependencies', name, index], 'value', 'condition');
    }
    for (const keyword of ['definitions', '$defs'])
      for (const name of Object.keys(mapAt(schema, keyword))) {
        const target: Target = { kind: 'definition', path: [...path, keyword, name] };
        this.#add(target, [...path, keyword, name], 'key', 'definition', true);
      }
    const reference = getOwn(schema, '$ref');
    if (typeof reference === 'string')
      this.#add({ kind: 'reference', reference }, [...path, '$ref'], 'value', 'reference');
    const connection = getOwn(mapAt(schema, '$md.enum'), 'connection');
    if (typeof connection === 'string' && root !== schema)
      this.#add({ kind: 'slot', name: connection }, [...path, '$md.enum', 'connection'], 'value', 'choices');
    this.#collectValues(schema, path, place.value);
    for (const child of subschemas(schema)) this.collectSchema(child.schema, [...path, ...child.path]);
  }

  /** Names within values that a schema holds: they must follow its own. */
  #collectValues(schema: { readonly [key: string]: unknown }, path: JsonPath, value: readonly string[]): void {
    for (const keyword of ['default', 'const'])
      this.#collectValue(getOwn(schema, keyword), [...path, keyword], value, keyword);
    for (const keyword of ['enum', 'examples']) {
      // The outermost examples are presets.
      if (keyword === 'examples' && path.length === 1 && path[0] === 'params') continue;
      for (const [index, item] of listAt(schema, keyword).entries())
        this.#collectValue(item, [...path, keyword, index], value, keyword);
    }
  }

  #collectCurrent(section: 'dependencies' | 'resources', kind: 'slot' | 'output'): void {
    for (const [name, entry] of Object.entries(mapAt(this.#document.root, section))) {
      this.#add({ kind, name }, [section, name], 'key', 'declared', true);
      this.#addType(isObject(entry) ? getOwn(entry, 'resource_type') : undefined, [section, name, 'resource_type']);
    }
  }

  #collectOlder(section: 'connections' | 'artifacts', kind: 'slot' | 'output'): void {
    const schema = mapAt(this.#document.root, section);
    for (const [name, entry] of Object.entries(mapAt(schema, 'properties'))) {
      const path = [section, 'properties', name];
      this.#add({ kind, name }, path, 'key', 'declared', true);
      this.#addType(isObject(entry) ? getOwn(entry, '$ref') : undefined, [...path, '$ref']);
    }
    for (const [index, name] of listAt(schema, 'required').entries())
      if (typeof name === 'string') this.#add({ kind, name }, [section, 'required', index], 'value', 'required');
  }

  #collectUi(ui: unknown, path: JsonPath, param: readonly string[]): void {
    if (!isObject(ui) || path.length > deepest) return;
    for (const [index, name] of listAt(ui, 'ui:order').entries())
      if (typeof name === 'string' && name !== '*')
        this.#add({ kind: 'param', path: [...param, name] }, [...path, 'ui:order', index], 'value', 'form');
    for (const [key, part] of Object.entries(ui)) {
      if (key.startsWith('ui:') || !isObject(part)) continue;
      this.#add({ kind: 'param', path: [...param, key] }, [...path, key], 'key', 'form');
      this.#collectUi(part, [...path, key], [...param, key]);
    }
  }

  #collectValue(value: unknown, path: JsonPath, param: readonly string[], as: string): void {
    if (path.length > deepest) return;
    if (Array.isArray(value)) {
      for (const [index, item] of (value as unknown[]).entries())
        this.#collectValue(item, [...path, index], [...param, 'items'], as);
      return;
    }
    for (const [key, inner] of isObject(value) ? Object.entries(value) : []) {
      if (key === '__name' && as === 'preset') continue;
      this.#add({ kind: 'param', path: [...param, key] }, [...path, key], 'key', as);
      this.#collectValue(inner, [...path, key], [...param, key], as);
    }
  }

  #addType(reference: unknown, path: JsonPath): void {
    if (typeof reference === 'string') this.#add({ kind: 'resource-type', reference }, path, 'value', 'resource type');
  }

  #add(target: Target, path: JsonPath, part: 'key' | 'value', as: string, declares = false): void {
    this.#put({ target, range: this.#document.source.range(path, part), declares, as });
  }

  #put(mention: Mention): void {
    const { line, character } = mention.range.start;
    const place = `${line}:${character} ${keyOf(mention.target)}`;
    if (!this.mentions.has(place)) this.mentions.set(place, mention);
  }
}

function mapAt(value: unknown, key: string): { readonly [key: string]: unknown } {
  const map = isObject(value) ? getOwn(value, key) : undefined;
  return isObject(map) ? map : {};
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = isObject(value) ? getOwn(value, key) : undefined;
  return Array.isArray(list) ? (list as unknown[]) : [];
}
