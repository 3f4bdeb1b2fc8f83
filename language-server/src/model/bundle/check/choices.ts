import type { JsonPath } from '../../schema/json-schema.ts';
import { subschemas } from '../../schema/keywords.ts';
import { isObject } from '../../schema/own-property.ts';
import { jsonTypes } from '../../schema/prepare.ts';
import type { FileCheck } from './context.ts';

const deepest = 64;

/** Values that a schema lists and its own `type` refuses: YAML reads `1.10` as a number, and nobody can choose it. */
export function checkChoices(check: FileCheck, schema: unknown, path: JsonPath): void {
  if (!isObject(schema) || path.length > deepest) return;
  const types = [schema['type']].flat().filter((type) => typeof type === 'string' && jsonTypes.has(type));
  if (types.length > 0) {
    const { enum: choices } = schema;
    if (Array.isArray(choices))
      choices.forEach((value: unknown, index) => checkValue(check, types, value, [...path, 'enum', index]));
    if (Object.hasOwn(schema, 'const')) checkValue(check, types, schema['const'], [...path, 'const']);
  }
  for (const child of subschemas(schema)) checkChoices(check, child.schema, [...path, ...child.path]);
}

function checkValue({ report }: FileCheck, types: readonly unknown[], value: unknown, path: JsonPath): void {
  const own = typesOf(value);
  if (own.some((type) => types.includes(type))) return;
  const quotes = quotesFor(types, value);
  report(path, 'value', {
    severity: 'warning',
    code: 'choice-invalid',
    message: `This is ${names.get(own[0] ?? '') ?? 'something else'}, and \`type\` asks for ${types.map((type) => names.get(String(type))).join(' or ')}: nobody can choose it.${quotes === undefined ? '' : hints[quotes]}`,
    data: { quotes },
  });
}

const hints = { add: ' Put it in quotes.', remove: ' Remove the quotes.' } as const;

/** What to do about quotes, when it is only they that are wrong. */
function quotesFor(types: readonly unknown[], value: unknown): keyof typeof hints | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return types.includes('string') ? 'add' : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (/^(?:true|false)$/.test(value)) return types.includes('boolean') ? 'remove' : undefined;
  const isFitting = types.includes('number') || (types.includes('integer') && Number.isInteger(Number(value)));
  return isFitting && Number.isFinite(Number(value)) ? 'remove' : undefined;
}

const names: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', '`true` or `false`'],
  ['null', 'null'],
  ['array', 'a list'],
  ['object', 'a map'],
]);

/** The types that a value has, the one to call it by first. */
function typesOf(value: unknown): readonly string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['number', 'integer'] : ['number'];
  return [typeof value];
}
