import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { explainErrors } from './explain.ts';
import type { JsonPath, JsonSchema } from './json-schema.ts';
import { compilePattern } from './pattern.ts';
import { prepareSchema, type UnusableKeyword } from './prepare.ts';
import type { SchemaProblem } from './schema-problem.ts';
import { redacted, sensitivePaths } from './sensitive.ts';

export type { SchemaProblem };

export interface Validator {
  /** Every problem of a value, in the order of the schema; an empty list when it fits. Never throws. */
  validate(value: unknown): readonly SchemaProblem[];
  /** Whether a value fits, without the reasons. */
  accepts(value: unknown): boolean;
  /** Constraints that could not be used and so are not checked. */
  readonly unusable: readonly UnusableKeyword[];
}

const cacheSize = 500;
const validators = new Map<string, Validator>();
const validatorsBySchema = new WeakMap<object, Validator>();
/** By the text of the schema: whoever edits a bundle leaves most of its schemas as they were. */
const compiledByText = new Map<string, ValidateFunction>();

/**
 * The compiled validator of a schema. Compiling is what costs, so validators are kept by digest;
 * the least recently used one goes when there are too many.
 *
 * @param schema draft-07 without `$ref`s, as `resolveReferences` returns it. May be hostile.
 * @param digest another one for every schema: `Bundle.digest` for its params, for example.
 */
export function validatorFor(schema: JsonSchema, digest: string): Validator {
  return kept(validators, digest, () => new CompiledValidator(schema));
}

/** What is kept under a key, made when nothing is; it is the newest one then. */
function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const value = cache.get(key) ?? make();
  cache.delete(key);
  cache.set(key, value);
  for (const oldest of cache.keys()) {
    if (cache.size <= cacheSize) break;
    cache.delete(oldest);
  }
  return value;
}

/** The validator of a part of a schema that lives as long as the part does: conditions, branches. */
export function validatorOfPart(schema: JsonSchema): Validator {
  if (typeof schema === 'boolean') return new CompiledValidator(schema);
  const known = validatorsBySchema.get(schema);
  if (known !== undefined) return known;
  const validator = new CompiledValidator(schema);
  validatorsBySchema.set(schema, validator);
  return validator;
}

class CompiledValidator implements Validator {
  readonly unusable: readonly UnusableKeyword[];
  readonly #schema: JsonSchema;
  #compiled: ValidateFunction | undefined;

  constructor(schema: JsonSchema) {
    const prepared = prepareSchema(schema);
    this.#schema = prepared.schema;
    this.unusable = prepared.unusable;
  }

  validate(value: unknown): readonly SchemaProblem[] {
    return explainErrors(withoutSecrets(this.#errors(value), this.#schema, value), value);
  }

  accepts(value: unknown): boolean {
    return this.#errors(value).length === 0;
  }

  #errors(value: unknown): readonly ErrorObject[] {
    this.#compiled ??= kept(compiledByText, textOf(this.#schema), () => compile(this.#schema));
    try {
      return this.#compiled(value) ? [] : (this.#compiled.errors ?? []);
    } catch {
      // Comparing values that have keys such as `valueOf` throws inside the validator; a value that
      // cannot be compared is not proven wrong.
      return [];
    }
  }
}

/** The errors with sensitive values hidden: messages quote what is wrong. */
function withoutSecrets(errors: readonly ErrorObject[], schema: JsonSchema, value: unknown): readonly ErrorObject[] {
  if (errors.length === 0) return errors;
  const hidden = sensitivePaths(schema, value).map(pointerTo);
  if (hidden.length === 0) return errors;
  const isHidden = (place: string) => hidden.some((pointer) => place === pointer || place.startsWith(`${pointer}/`));
  return errors.map((error) => (isHidden(error.instancePath) ? { ...error, data: redacted } : error));
}

/** A path as RFC 6901 writes it. */
function pointerTo(path: JsonPath): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  verbose: true,
  ownProperties: true,
  validateSchema: false,
  // 0.3 is a multiple of 0.1 to everybody but a processor.
  multipleOfPrecision: 9,
  addUsedSchema: false,
  logger: false,
  code: {
    regExp: Object.assign(linearTime, { code: 'linearTime' }),
    // Whoever types in a schema has it compiled with each key: optimizing takes up to half of that and gains next to nothing.
    optimize: false,
  },
});
addFormats.default(ajv);

/** A schema as text, another one for every schema; JSON has no word for the numbers that are none. */
function textOf(schema: JsonSchema): string {
  return JSON.stringify(schema, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `\0${value}` : value,
  );
}

function compile(schema: JsonSchema): ValidateFunction {
  try {
    return ajv.compile(schema);
  } catch {
    // `prepareSchema` removes what is known to throw; accept anything rather than lose the editor.
    return ajv.compile(true);
  } finally {
    // The compiler would hold every schema for ever; the caches above decide how long one lives.
    if (typeof schema === 'object') ajv.removeSchema(schema);
  }
}

/** The pattern engine of the validator. Patterns it cannot run are removed before, so any other accepts. */
function linearTime(source: string): { test(text: string): boolean; toString(): string } {
  const pattern = compilePattern(source);
  // Ajv keeps patterns by what they turn into as text: without it, all would be the first one.
  const toString = () => source;
  return pattern.kind === 'linear' ? { test: pattern.test, toString } : { test: () => true, toString };
}
