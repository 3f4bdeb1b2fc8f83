import type { Json, JsonSchema } from './json-schema.ts';
import { isObject } from './own-property.ts';

/** A value that a schema names: of `enum`, of `const`, or of a `oneOf` whose branches are constants. */
export interface Choice {
  readonly value: Json;
  readonly title?: string;
  readonly description?: string;
}

/** All values that a schema allows when it lists them, in its order; undefined when it does not. */
export function choicesOf(schema: JsonSchema): readonly Choice[] | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (Object.hasOwn(schema, 'const')) return [withText(schema.const as Json, schema)];
  if (Array.isArray(schema.enum)) return schema.enum.map((value: Json) => ({ value }));
  for (const branches of [schema.oneOf, schema.anyOf]) {
    const choices = Array.isArray(branches) ? choicesOfBranches(branches) : undefined;
    if (choices !== undefined) return choices;
  }
  return undefined;
}

/** The choices of a `oneOf` or `anyOf` when every branch is nothing but constants. */
export function choicesOfBranches(branches: readonly JsonSchema[]): readonly Choice[] | undefined {
  const choices: Choice[] = [];
  for (const branch of branches) {
    if (typeof branch === 'boolean' || !Object.keys(branch).every((keyword) => choiceKeywords.has(keyword)))
      return undefined;
    const own = Object.hasOwn(branch, 'const') || Array.isArray(branch.enum) ? choicesOf(branch) : undefined;
    if (own === undefined) return undefined;
    choices.push(...own);
  }
  return choices;
}

/** Keywords that a branch may have and still be just a choice. */
const choiceKeywords: ReadonlySet<string> = new Set(['$comment', 'const', 'description', 'enum', 'title', 'type']);

function withText(value: Json, schema: object): Choice {
  const { title, description } = isObject(schema) ? schema : {};
  return {
    value,
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
}
