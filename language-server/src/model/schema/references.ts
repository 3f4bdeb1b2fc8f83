import type { Severity } from '../problem.ts';
import type { JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { isSchema, mapSubschemas } from './keywords.ts';
import { getOwn, isObject, without } from './own-property.ts';

/** What a `$ref` may be answered from. Nothing here reads a file or opens a socket. */
export interface ReferenceSources {
  /** The parsed JSON or YAML of a file beside the document, undefined when there is none. */
  readonly file: (uri: string) => unknown;
  /** A schema known by file name without extension, such as `aws-region`. */
  readonly fragment: (fileName: string) => JsonSchema | undefined;
  /** The payload schema of a resource type; the `massdriver/` prefix is gone. */
  readonly resourceType: (name: string) => JsonSchema | undefined;
}

/** A `$ref` that could not be followed; `path` leads from the given schema to the object that holds it. */
export interface ReferenceProblem {
  readonly path: JsonPath;
  readonly code: 'reference-cycle' | 'reference-not-found' | 'reference-remote' | 'schema-too-large';
  readonly severity: Severity;
  readonly message: string;
}

export interface ResolvedSchema {
  readonly schema: JsonSchema;
  readonly problems: readonly ReferenceProblem[];
}

/** Deeper and larger trees than any contract needs; what lies beyond accepts anything. */
export const deepestSchema = 64;
export const largestSchema = 5_000;

/**
 * Replaces every `$ref` by what it refers to, so that the result is a plain tree. Keywords beside
 * `$ref` override those of the target, as Massdriver does it. A reference that cannot be followed
 * (a cycle, an address outside the registry, a missing file) becomes `true`, which accepts
 * anything, and a problem: the rest of the schema is still worth having.
 *
 * @param document the whole document that holds `schema`; `#…` may point anywhere into it.
 * @param uri where the document stands; relative references start there.
 */
export function resolveReferences(
  schema: JsonSchema,
  document: unknown,
  uri: string,
  sources: ReferenceSources,
): ResolvedSchema {
  const run = new Resolution(sources);
  const roots = { uri, schema, document };
  return { schema: run.resolve(schema, roots, [], [], 0), problems: run.problems };
}

/** The text a pointer starts from: the schema first, then the document that holds it. */
interface Roots {
  readonly uri: string;
  readonly schema: unknown;
  readonly document: unknown;
}

type Target = { readonly schema: JsonSchema; readonly roots: Roots } | ReferenceFault;
type ReferenceFault = Pick<ReferenceProblem, 'code' | 'severity' | 'message'>;

class Resolution {
  readonly problems: ReferenceProblem[] = [];
  readonly #sources: ReferenceSources;
  #size = 0;
  #tooLarge = false;

  constructor(sources: ReferenceSources) {
    this.#sources = sources;
  }

  /**
   * @param path where in the outermost schema: a problem inside another file is told at the `$ref` that led there.
   * @param following the references that are being followed, to see cycles.
   */
  resolve(schema: JsonSchema, roots: Roots, path: JsonPath, following: readonly string[], depth: number): JsonSchema {
    if (typeof schema === 'boolean') return schema;
    this.#size++;
    if (depth > deepestSchema || this.#size > largestSchema) return this.#giveUp(path);
    const reference = getOwn(schema, '$ref');
    if (typeof reference !== 'string') {
      return mapSubschemas(schema, (subschema, step) =>
        this.resolve(subschema, roots, following.length === 0 ? [...path, ...step] : path, following, depth + 1),
      );
    }
    const overrides = this.resolve(without(schema, '$ref'), roots, path, following, depth + 1);
    const target = this.#follow(reference, roots, path, following, depth);
    return override(target, overrides);
  }

  #follow(reference: string, roots: Roots, path: JsonPath, following: readonly string[], depth: number): JsonSchema {
    const key = `${reference.startsWith('.') || reference.startsWith('#') ? roots.uri : ''} ${reference}`;
    if (following.includes(key)) {
      return this.#report(path, {
        code: 'reference-cycle',
        severity: 'information',
        message: `\`${reference}\` refers back to itself. Patchbay follows it once and accepts anything below.`,
      });
    }
    const target = this.#find(reference, roots);
    if ('code' in target) return this.#report(path, target);
    return this.resolve(target.schema, target.roots, path, [...following, key], depth + 1);
  }

  #find(reference: string, roots: Roots): Target {
    const hash = reference.indexOf('#');
    const address = hash < 0 ? reference : reference.slice(0, hash);
    const pointer = hash < 0 ? '' : reference.slice(hash + 1);
    if (address === '') return within(roots, reference, pointer);
    if (/^\.\.?\//.test(address)) return this.#relative(reference, address, pointer, roots);
    if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return this.#remote(reference, address, pointer);
    return this.#named(reference, address, pointer);
  }

  #relative(reference: string, address: string, pointer: string, roots: Roots): Target {
    const uri = resolveUri(address, roots.uri);
    const document = uri === undefined ? undefined : this.#sources.file(uri);
    if (uri === undefined || !isSchema(document)) {
      return {
        code: 'reference-not-found',
        severity: 'information',
        message: `There is no schema at \`${reference}\`. Patchbay accepts anything here.`,
      };
    }
    return within({ uri, schema: document, document }, reference, pointer);
  }

  #remote(reference: string, address: string, pointer: string): Target {
    const file = /([^/\\?]+?)(?:\.json)?(?:\?.*)?$/.exec(address)?.[1];
    const web = /^https?:/i.test(address);
    const fragment = web && file !== undefined ? this.#sources.fragment(file) : undefined;
    if (fragment === undefined) {
      return {
        code: 'reference-remote',
        severity: 'information',
        message: web
          ? `\`${reference}\` is not in the registry, and Patchbay does not fetch schemas. It accepts anything here.`
          : `\`${reference}\` is outside the bundle. Patchbay accepts anything here.`,
      };
    }
    return within({ uri: address, schema: fragment, document: fragment }, reference, pointer);
  }

  #named(reference: string, address: string, pointer: string): Target {
    const name = withoutOrganisation(address);
    const schema = this.#sources.resourceType(name) ?? this.#sources.fragment(name);
    if (schema === undefined) {
      return {
        code: 'reference-not-found',
        severity: 'information',
        message: `The registry has no \`${name}\`. Patchbay accepts anything here.`,
      };
    }
    return within({ uri: address, schema, document: schema }, reference, pointer);
  }

  #report(path: JsonPath, fault: ReferenceFault): JsonSchema {
    this.problems.push({ path, ...fault });
    return true;
  }

  #giveUp(path: JsonPath): JsonSchema {
    if (this.#tooLarge) return true;
    this.#tooLarge = true;
    return this.#report(path, {
      code: 'schema-too-large',
      severity: 'warning',
      message: `This schema is deeper than ${deepestSchema} levels or larger than ${largestSchema} parts. Patchbay does not look further.`,
    });
  }
}

/** `massdriver/aws-vpc` and `aws-vpc` are the same type. */
export function withoutOrganisation(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function override(target: JsonSchema, siblings: JsonSchema): JsonSchema {
  if (typeof siblings === 'boolean' || Object.keys(siblings).length === 0) return target;
  const base: JsonSchemaObject = typeof target === 'boolean' ? (target ? {} : { not: {} }) : target;
  return { ...base, ...siblings };
}

function within(roots: Roots, reference: string, pointer: string): Target {
  const found =
    pointer === '' ? roots.schema : (byPointer(roots.schema, pointer) ?? byPointer(roots.document, pointer));
  if (isSchema(found)) return { schema: found, roots };
  return {
    code: 'reference-not-found',
    severity: 'warning',
    message: `\`${reference}\` points at nothing. Patchbay accepts anything here.`,
  };
}

/** What an RFC 6901 pointer such as `/definitions/port` leads to. */
function byPointer(root: unknown, pointer: string): unknown {
  if (!pointer.startsWith('/')) return undefined;
  let value = root;
  for (const part of pointer.slice(1).split('/')) {
    const key = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) value = value[Number(key)] as unknown;
    else if (isObject(value)) value = getOwn(value, key);
    else return undefined;
  }
  return value;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function resolveUri(relative: string, base: string): string | undefined {
  return URL.canParse(relative, base) ? new URL(relative, base).href : undefined;
}
