import type { TypeReference } from '../bundle/bundle.ts';
import { readDocument } from '../bundle/source-document.ts';
import { loadBundle, type LoadContext, type LoadedBundle } from '../bundle/load.ts';
import { digestOf } from '../digest.ts';
import type { ResourceType } from '../resource-type/resource-type.ts';
import { readResourceType, resourceTypeName } from '../resource-type/load.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { isSchema } from '../schema/keywords.ts';
import { isObject } from '../schema/own-property.ts';
import { closest } from '../text-distance.ts';
import { Reader } from './reader.ts';
import type {
  BundleReference,
  BundleResolution,
  BundleSummary,
  Origin,
  Registry,
  RegistryFile,
  RegistrySource,
} from './registry.ts';
import {
  fileNameOf,
  folderOf,
  scanSources,
  topLevelScalar,
  topLevelText,
  type BundleFile,
  type DocumentFile,
} from './scan.ts';
import { newestFirst, newestInRange } from './versions.ts';

/**
 * A registry over files that are in memory. Names and versions are read by a quick look at each
 * file; a bundle or resource type is parsed when it is first asked for.
 *
 * A workspace shadows a folder, a folder shadows an OCI registry, and the built-in bundles come
 * last; within one origin, the source that is named first wins.
 */
export function createRegistry(sources: readonly RegistrySource[]): Registry {
  return new IndexedRegistry(sources);
}

/** What `$ref`s in a registry's own files, or in a file beside them, are answered from. */
export function loadContextOf(registry: Registry): LoadContext {
  if (registry instanceof IndexedRegistry) return registry.context;
  return {
    file: () => undefined,
    fragment: (name) => registry.schemaFragment(name),
    resourceType: (name) => registry.resourceType({ name })?.schema,
  };
}

/** A file of a registry as text, to point into it: by its address, or a schema fragment by its name. */
export function registryFileOf(
  registry: Registry,
  { uri, fragment }: { readonly uri?: string; readonly fragment?: string },
): RegistryFile | undefined {
  if (!(registry instanceof IndexedRegistry)) return undefined;
  return uri !== undefined ? registry.file(uri) : registry.fragmentFile(fragment ?? '');
}

/** Every file that may say something in a registry, and where it comes from; templates are left out. */
export function registryFiles(registry: Registry): readonly DocumentFile[] {
  return registry instanceof IndexedRegistry ? registry.readable : [];
}

/** Addresses of the files of a registry that stand in a folder or below it. */
export function registryFilesBelow(registry: Registry, folder: string): readonly string[] {
  return registry instanceof IndexedRegistry ? registry.addresses().filter((uri) => uri.startsWith(folder)) : [];
}

/** Names of the schema fragments of a registry. */
export function fragmentNames(registry: Registry): readonly string[] {
  return registry instanceof IndexedRegistry ? registry.fragmentNames() : [];
}

/** Folders whose JSON files are schema fragments, looked up by file name. */
const fragmentFolders: ReadonlySet<string> = new Set(['schemas', 'types', 'specs']);

interface TypeFile {
  readonly file: RegistryFile;
  readonly origin: Origin;
  readonly root: { readonly [key: string]: unknown };
  readonly version: string;
}

/** Shared by all registries: one that is made anew reads what is new. */
const bundleReader = new Reader<LoadedBundle>();
const typeReader = new Reader<ResourceType | undefined>();

class IndexedRegistry implements Registry {
  readonly revision: number;
  readonly offer: number;
  readonly context: LoadContext;
  /** Bundles, resource types, fragments and whatever else is YAML or JSON. */
  readonly readable: readonly DocumentFile[];
  readonly #bundlesByName: ReadonlyMap<string, readonly BundleFile[]>;
  readonly #files: ReadonlyMap<string, RegistryFile>;
  readonly #documents: readonly DocumentFile[];
  readonly #loaded = new Map<BundleFile, LoadedBundle>();
  readonly #resolutions = new Map<string, BundleResolution>();
  readonly #types = new Map<TypeFile, ResourceType | undefined>();
  readonly #reading = new Set<string>();
  #summaries: readonly BundleSummary[] | undefined;
  #typesByName: ReadonlyMap<string, readonly TypeFile[]> | undefined;
  #fragments: ReadonlyMap<string, RegistryFile> | undefined;

  constructor(sources: readonly RegistrySource[]) {
    const scan = scanSources(sources);
    this.#bundlesByName = groupBy(scan.bundles, ({ name }) => name);
    this.#files = scan.files;
    this.#documents = scan.documents;
    this.readable = [...scan.bundles, ...scan.documents];
    this.revision = numberOf(Array.from(scan.files.values(), digestOfFile));
    this.offer = numberOf([
      ...scan.bundles.map(({ file, origin, name, version }) => JSON.stringify([file.uri, origin, name, version])),
      ...scan.documents.map(({ file }) => digestOfFile(file)),
    ]);
    this.context = {
      file: (uri) => this.#document(uri),
      fragment: (name) => this.schemaFragment(name),
      resourceType: (name) => this.resourceType({ name })?.schema,
    };
  }

  resolveBundle(reference: BundleReference): BundleResolution {
    // Thousands of components name the same few bundles, and each keystroke asks again.
    const key = `${reference.name}@${reference.range ?? ''}${reference.dev ? '+dev' : ''}`;
    const known = this.#resolutions.get(key);
    if (known !== undefined) return known;
    const resolution = this.#resolve(reference);
    this.#resolutions.set(key, resolution);
    return resolution;
  }

  #resolve({ name, range, dev }: BundleReference): BundleResolution {
    const named = this.#bundlesByName.get(name) ?? [];
    const files = dev ? named.filter(({ origin }) => origin === 'workspace') : named;
    if (named.length === 0) return { kind: 'unknown-name', suggestions: closest(name, this.#bundlesByName.keys()) };
    const file = newestOf(files, range);
    if (file === undefined) return { kind: 'no-version', available: newestFirst(named.map(({ version }) => version)) };
    const { bundle, problems } = this.#load(file);
    if (bundle === undefined) return { kind: 'broken', uri: file.file.uri, problems };
    return { kind: 'found', bundle, origin: file.origin };
  }

  bundles(): readonly BundleSummary[] {
    return (this.#summaries ??= [...this.#bundlesByName].map(([name, files]) => summaryOf(name, files)));
  }

  resourceType({ name, range }: TypeReference): ResourceType | undefined {
    const file = newestOf(this.#typeFiles().get(name) ?? [], range);
    return file === undefined ? undefined : this.#typeOf(file);
  }

  resourceTypes(): readonly ResourceType[] {
    return [...this.#typeFiles().keys()].flatMap((name) => this.resourceType({ name }) ?? []);
  }

  schemaFragment(fileName: string): JsonSchema | undefined {
    const file = this.fragmentFile(fileName);
    const schema = file === undefined ? undefined : this.#document(file.uri);
    return isSchema(schema) ? schema : undefined;
  }

  file(uri: string): RegistryFile | undefined {
    return this.#files.get(uri);
  }

  addresses(): readonly string[] {
    return [...this.#files.keys()];
  }

  fragmentFile(fileName: string): RegistryFile | undefined {
    return this.#fragmentFiles().get(fileName);
  }

  fragmentNames(): readonly string[] {
    return [...this.#fragmentFiles().keys()];
  }

  #fragmentFiles(): ReadonlyMap<string, RegistryFile> {
    return (this.#fragments ??= indexFragments(this.#documents));
  }

  #load(file: BundleFile): LoadedBundle {
    const known = this.#loaded.get(file);
    if (known !== undefined) return known;
    const { uri, text } = file.file;
    const loaded = bundleReader.read(file.file, this.context, (context) => loadBundle(uri, text, context));
    this.#loaded.set(file, loaded);
    return loaded;
  }

  #typeFiles(): ReadonlyMap<string, readonly TypeFile[]> {
    if (this.#typesByName !== undefined) return this.#typesByName;
    const found: (TypeFile & { name: string })[] = [];
    for (const { file, origin } of this.#documents) {
      if (!mayBeResourceType(file)) continue;
      const root = this.#document(file.uri);
      const name = resourceTypeName(root);
      if (name === undefined || !isObject(root)) continue;
      found.push({ name, origin, file, root, version: versionOf(root) });
    }
    return (this.#typesByName = groupBy(found, ({ name }) => name));
  }

  #typeOf(type: TypeFile): ResourceType | undefined {
    if (this.#types.has(type)) return this.#types.get(type);
    const { file, root } = type;
    // A type that refers to itself through its name: the inner one accepts anything.
    if (this.#reading.has(file.uri)) return undefined;
    this.#reading.add(file.uri);
    const resourceType = typeReader.read(
      file,
      this.context,
      (context) => readResourceType(file.uri, root, context).resourceType,
    );
    this.#reading.delete(file.uri);
    this.#types.set(type, resourceType);
    return resourceType;
  }

  /** The parsed text of a file of the registry; nothing outside the registry is ever read. */
  #document(uri: string): unknown {
    const file = this.#files.get(uri);
    if (file === undefined) return undefined;
    const known = values.get(file);
    if (known !== undefined) return known.value;
    const value = parse(file);
    values.set(file, { value });
    return value;
  }
}

/** What was parsed, for as long as a file lives. */
const values = new WeakMap<RegistryFile, { readonly value: unknown }>();

/** JSON is read by the engine's own parser, which is fast and accepts any depth that fits the stack. */
function parse({ uri, text }: RegistryFile): unknown {
  if (!uri.endsWith('.json')) return readDocument(text).value;
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch {
    return undefined;
  }
}

function mayBeResourceType({ uri, text }: RegistryFile): boolean {
  if (uri.endsWith('.json')) return text.includes('"$md"');
  return /^schema[ \t]*:/m.test(text) && topLevelScalar(text, 'name') !== undefined;
}

function versionOf(root: { readonly [key: string]: unknown }): string {
  const metadata = root['$md'];
  const version = isObject(metadata) ? metadata['version'] : root['version'];
  return typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version) ? version : '0.0.0';
}

/** The newest version in range of the first origin that has one. */
function newestOf<F extends { readonly origin: Origin; readonly version: string }>(
  files: readonly F[],
  range: string | undefined,
): F | undefined {
  for (const ofOrigin of groupBy(files, ({ origin }) => origin).values()) {
    const version = newestInRange(
      ofOrigin.map((file) => file.version),
      range,
    );
    const file = version === undefined ? undefined : ofOrigin.find((candidate) => candidate.version === version);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** `Map.groupBy`, which the oldest supported Node lacks. */
function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function summaryOf(name: string, files: readonly BundleFile[]): BundleSummary {
  const newest = newestOf(files, undefined) ?? files[0];
  const description = newest && topLevelText(newest.file.text, 'description');
  const icon = newest && topLevelScalar(newest.file.text, 'icon');
  return {
    name,
    origin: newest?.origin ?? 'workspace',
    versions: newestFirst(files.map(({ version }) => version)),
    ...(description !== undefined ? { description } : {}),
    ...(icon !== undefined ? { icon } : {}),
  };
}

function indexFragments(documents: readonly DocumentFile[]): ReadonlyMap<string, RegistryFile> {
  const fragments = new Map<string, RegistryFile>();
  for (const { file } of documents) {
    if (!file.uri.endsWith('.json') || !fragmentFolders.has(folderOf(file.uri))) continue;
    const name = fileNameOf(file.uri);
    if (!fragments.has(name)) fragments.set(name, file);
  }
  return fragments;
}

const fileDigests = new WeakMap<RegistryFile, string>();

function digestOfFile(file: RegistryFile): string {
  const digest = fileDigests.get(file) ?? digestOf(file.uri, file.text);
  fileDigests.set(file, digest);
  return digest;
}

/** The same number for the same texts, another one otherwise: 52 bits of a digest. */
function numberOf(texts: readonly string[]): number {
  return Number.parseInt(digestOf(...texts).slice(0, 13), 16);
}
