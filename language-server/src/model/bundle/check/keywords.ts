import type { JsonPath } from '../../schema/json-schema.ts';
import { schemaKeywords, schemaListKeywords, schemaMapKeywords, subschemas } from '../../schema/keywords.ts';
import { isObject } from '../../schema/own-property.ts';
import { compilePattern } from '../../schema/pattern.ts';
import { jsonTypes, unusableKeywords } from '../../schema/prepare.ts';
import { closest, suggestionData } from '../../text-distance.ts';
import type { FileCheck } from './context.ts';
import { metadataKeywords } from './metadata.ts';

/** Keywords of draft-07, and those that bundles add. */
export const knownKeywords: ReadonlySet<string> = new Set([
  ...schemaKeywords,
  ...schemaListKeywords,
  ...schemaMapKeywords,
  '$comment',
  '$id',
  '$ref',
  '$schema',
  'const',
  'contentEncoding',
  'contentMediaType',
  'default',
  'description',
  'enum',
  'enumNames',
  'examples',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'message',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'pattern',
  'readOnly',
  'required',
  'title',
  'type',
  'uniqueItems',
  'writeOnly',
]);

/** What people write who know another validator, where spelling is no guide. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['max', 'maximum'],
  ['maxValue', 'maximum'],
  ['min', 'minimum'],
  ['minValue', 'minimum'],
  ['regex', 'pattern'],
  ['options', 'enum'],
  ['help', 'description'],
]);

const deepest = 64;

/** Keywords that no validator knows, and values that keywords cannot have: both are silently without effect. */
export function checkKeywords(check: FileCheck, schema: unknown, path: JsonPath): void {
  if (!isObject(schema) || path.length > deepest) return;
  for (const keyword of Object.keys(schema)) {
    if (!isKnown(keyword)) reportUnknown(check, keyword, [...path, keyword]);
  }
  for (const fault of unusableKeywords(schema)) {
    if (fault.keyword === 'type' && isNonEmptyList(schema['type'])) reportTypes(check, schema['type'], path);
    else reportUnusable(check, schema, fault.keyword, [...path, ...fault.path]);
  }
  checkCompanions(check, schema, path);
  checkPatterns(check, schema, path);
  for (const child of subschemas(schema)) checkKeywords(check, child.schema, [...path, ...child.path]);
}

/** Keywords with a prefix or of a newer draft are somebody's intention; those of `$md` have a check of their own. */
function isKnown(keyword: string): boolean {
  return knownKeywords.has(keyword) || /^(?:\$md|\$|x-|ui:|_)/.test(keyword) || newerKeywords.has(keyword);
}

const newerKeywords: ReadonlySet<string> = new Set([
  'dependentRequired',
  'dependentSchemas',
  'deprecated',
  'maxContains',
  'minContains',
  'nullable',
  'prefixItems',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

function reportUnknown({ report }: FileCheck, keyword: string, path: JsonPath): void {
  const suggestion = meantKeyword(keyword);
  report(path, 'key', {
    severity: suggestion === undefined ? 'information' : 'warning',
    code: 'unknown-keyword',
    message:
      suggestion === undefined
        ? `JSON Schema has no keyword \`${keyword}\`, so this has no effect.`
        : `JSON Schema has no keyword \`${keyword}\`, so this has no effect. Did you mean \`${suggestion}\`?`,
    ...(suggestion === undefined ? {} : { data: { suggestion } }),
  });
}

/** The keyword that a person most likely meant. */
function meantKeyword(keyword: string): string | undefined {
  if (!keyword.startsWith('md.')) return otherNames.get(keyword) ?? closest(keyword, knownKeywords, 1)[0];
  const flat = `$${keyword}`;
  return metadataKeywords.includes(flat) ? flat : closest(flat, metadataKeywords, 1)[0];
}

/** `then` and `else` say nothing alone. */
function checkCompanions({ report }: FileCheck, schema: { readonly [keyword: string]: unknown }, path: JsonPath): void {
  if (Object.hasOwn(schema, 'if')) return;
  for (const keyword of ['then', 'else']) {
    if (!Object.hasOwn(schema, keyword)) continue;
    report([...path, keyword], 'key', {
      severity: 'warning',
      code: 'malformed-keyword',
      message: `\`${keyword}\` has no effect without \`if\` beside it. Say there when it applies.`,
    });
  }
}

function isNonEmptyList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

/** What is none in a list of types. */
function reportTypes({ report }: FileCheck, types: readonly unknown[], path: JsonPath): void {
  types.forEach((type, index) => {
    if (typeof type === 'string' && jsonTypes.has(type)) return;
    report([...path, 'type', index], 'value', {
      severity: 'warning',
      code: 'malformed-keyword',
      message: `${typeMessage(type)} As it is, this has no effect.`,
      ...typeSuggestion(type),
    });
  });
}

function typeMessage(type: unknown): string {
  if (type === null) return 'The type of null is a text: write `"null"`.';
  if (typeof type !== 'string') return '`type` must be the name of a type, or a list of such names.';
  const [suggestion] = closest(type, jsonTypes, 1);
  const hint =
    suggestion === undefined ? `It is one of ${[...jsonTypes].join(', ')}.` : `Did you mean \`${suggestion}\`?`;
  return `There is no type \`${type}\`. ${hint}`;
}

function reportUnusable(
  { report }: FileCheck,
  schema: { readonly [keyword: string]: unknown },
  keyword: string,
  path: JsonPath,
): void {
  report(path, 'value', {
    severity: 'warning',
    code: 'malformed-keyword',
    message: `${malformedMessage(keyword, schema[keyword])} As it is, this has no effect.`,
    ...(keyword === 'type' ? typeSuggestion(schema[keyword]) : {}),
  });
}

function typeSuggestion(type: unknown) {
  return type === null ? { data: { suggestion: 'null' } } : suggestionData(String(type), jsonTypes);
}

function malformedMessage(keyword: string, value: unknown): string {
  if (keyword === 'required' && typeof value === 'boolean') {
    return '`required` is a list of names that stands beside `properties`, not a flag of one property.';
  }
  if (keyword === 'type') return typeMessage(value);
  if (schemaMapKeywords.has(keyword)) return `\`${keyword}\` must be a map of names to schemas.`;
  if (schemaListKeywords.has(keyword) && keyword !== 'items')
    return `\`${keyword}\` must be a list of schemas, with at least one.`;
  if (schemaKeywords.has(keyword)) return `\`${keyword}\` must be a schema: a map, \`true\` or \`false\`.`;
  if (keyword === 'enum') return '`enum` must be a list with at least one value.';
  if (keyword === 'required') return '`required` must be a list of names.';
  if (keyword === 'uniqueItems') return '`uniqueItems` must be `true` or `false`.';
  if (keyword === 'examples') return '`examples` must be a list.';
  if (['description', 'format', 'pattern', 'title'].includes(keyword)) return `\`${keyword}\` must be text.`;
  return `\`${keyword}\` must be a number.`;
}

function checkPatterns({ report }: FileCheck, schema: { readonly [keyword: string]: unknown }, path: JsonPath): void {
  const patterns: { source: string; path: JsonPath; on: 'key' | 'value' }[] = [];
  if (typeof schema['pattern'] === 'string')
    patterns.push({ source: schema['pattern'], path: [...path, 'pattern'], on: 'value' });
  for (const source of isObject(schema['patternProperties']) ? Object.keys(schema['patternProperties']) : []) {
    patterns.push({ source, path: [...path, 'patternProperties', source], on: 'key' });
  }
  for (const { source, path: at, on } of patterns) {
    const pattern = compilePattern(source);
    if (pattern.kind === 'invalid') {
      report(at, on, {
        severity: 'warning',
        code: 'pattern-invalid',
        message: `This is not an ECMAScript pattern (${pattern.reason}), which is what JSON Schema uses. Values are not checked against it.`,
      });
    } else if (pattern.kind === 'backtracking') {
      report(at, on, {
        severity: 'hint',
        code: 'pattern-not-linear',
        message: `This pattern cannot be tested in linear time: ${pattern.reason}. Patchbay does not check values against it.`,
      });
    } else if (foreignSyntax.test(source)) {
      report(at, on, {
        severity: 'warning',
        code: 'pattern-foreign',
        message:
          'This pattern uses syntax that ECMAScript reads as plain letters. Write `^`, `$` and character classes in its way.',
      });
    }
  }
}

/** Anchors and classes of PCRE that ECMAScript accepts and takes for letters. */
const foreignSyntax = /(?<!\\)(?:\\\\)*\\[AZzhQ]|\[\[:[a-z]+:\]\]/;
