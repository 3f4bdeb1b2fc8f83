import { choicesOf } from '../../schema/choices.ts';
import { includes } from '../../schema/branches.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from '../../schema/json-schema.ts';
import { partsOfLevel, walkLevels } from '../../schema/levels.ts';
import { validatorOfPart } from '../../schema/validate.ts';
import type { FileCheck } from './context.ts';

/** Defaults that their own schema refuses. A default may be partial: defaults of its parts fill it up. */
export function checkDefaults({ report }: FileCheck, schema: JsonSchema, at: JsonPath): void {
  walkLevels(schema, (level, path) => {
    for (const part of partsOfLevel(level)) {
      const value = part.schema.default;
      if (value === undefined || value === null || plainlyFits(part.schema, value)) continue;
      const [problem] = validatorOfPart(part.schema)
        .validate(value)
        .filter(({ keyword }) => keyword !== 'required' && keyword !== 'oneOf');
      if (problem === undefined) continue;
      report([...at, ...path, ...part.path, 'default', ...problem.path], 'value', {
        severity: 'warning',
        code: 'default-invalid',
        message: `The default does not fit its own schema: ${problem.message}`,
        data: problem.params,
      });
    }
  });
}

/** Most defaults can be seen to fit, which saves compiling a validator for each. */
function plainlyFits(schema: JsonSchemaObject, value: Json): boolean {
  if (Object.keys(schema).some((keyword) => constraining.has(keyword))) return false;
  const choices = choicesOf(schema);
  if (choices === undefined && (schema.oneOf !== undefined || schema.anyOf !== undefined)) return false;
  if (
    choices !== undefined &&
    !includes(
      choices.map((choice) => choice.value),
      value,
    )
  )
    return false;
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === schema.type;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value) && value.length === 0;
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) && value !== null && Object.keys(value).length === 0;
    default:
      return false;
  }
}

const constraining: ReadonlySet<string> = new Set([
  'allOf',
  'contains',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'if',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'not',
  'pattern',
]);
