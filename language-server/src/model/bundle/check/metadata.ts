import type { JsonPath } from '../../schema/json-schema.ts';
import { subschemas } from '../../schema/keywords.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { closest, didYouMean, suggestionData } from '../../text-distance.ts';
import type { FileCheck } from './context.ts';

/** The keywords that bundles add to JSON Schema: flat keys with a dot in them. */
export const metadataKeywords: readonly string[] = ['$md.immutable', '$md.enum', '$md.copyable', '$md.sensitive'];

const deepest = 64;

/** Uses of `$md.*` that have no effect. */
export function checkMetadata(check: FileCheck, schema: unknown, path: JsonPath, slots: readonly string[]): void {
  if (!isObject(schema) || path.length > deepest) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === '$md') reportNested(check, value, [...path, keyword]);
    else if (keyword.startsWith('$md.')) checkKeyword(check, keyword, value, [...path, keyword], slots);
  }
  for (const child of subschemas(schema)) checkMetadata(check, child.schema, [...path, ...child.path], slots);
}

function reportNested({ report }: FileCheck, value: unknown, path: JsonPath): void {
  const keys = isObject(value) ? Object.keys(value) : [];
  const example = keys[0] ?? 'sensitive';
  report(path, 'key', {
    severity: 'warning',
    code: 'md-nested',
    message: `\`$md\` is not a map here, so this has no effect. Write the flat key \`$md.${example}\`.`,
    data: { keys },
  });
}

function checkKeyword(
  check: FileCheck,
  keyword: string,
  value: unknown,
  path: JsonPath,
  slots: readonly string[],
): void {
  if (!metadataKeywords.includes(keyword)) {
    const [suggestion] = closest(keyword, metadataKeywords, 1);
    check.report(path, 'key', {
      severity: 'warning',
      code: 'md-unknown',
      message: `There is no \`${keyword}\`.${suggestion === undefined ? ` There are ${metadataKeywords.join(', ')}.` : ` Did you mean \`${suggestion}\`?`}`,
      ...(suggestion === undefined ? {} : { data: { suggestion } }),
    });
  } else if (keyword === '$md.enum') checkEnum(check, value, path, slots);
  else if (typeof value !== 'boolean') {
    check.report(path, 'value', {
      severity: 'warning',
      code: 'md-value',
      message: `\`${keyword}\` must be \`true\` or \`false\`.`,
    });
  }
}

const enumKeys: readonly string[] = ['connection', 'options', 'value', 'label'];

function checkEnum({ report }: FileCheck, value: unknown, path: JsonPath, slots: readonly string[]): void {
  for (const key of isObject(value) ? Object.keys(value) : []) {
    if (enumKeys.includes(key)) continue;
    report([...path, key], 'key', {
      severity: 'warning',
      code: 'md-unknown',
      message: `\`$md.enum\` has no \`${key}\`, so this has no effect.${didYouMean(key, enumKeys)}`,
      ...suggestionData(key, enumKeys),
    });
  }
  const options = isObject(value) ? getOwn(value, 'options') : undefined;
  const connection = isObject(value) ? getOwn(value, 'connection') : undefined;
  if (!isObject(value) || typeof options !== 'string' || typeof connection !== 'string') {
    report(path, 'key', {
      severity: 'warning',
      code: 'md-value',
      message: '`$md.enum` needs a `connection` and `options`, a jq expression over the connected resource.',
    });
  } else if (!slots.includes(connection)) {
    report([...path, 'connection'], 'value', {
      severity: 'warning',
      code: 'md-unknown-connection',
      message: `This bundle has no connection \`${connection}\`.${didYouMean(connection, slots)}`,
      ...suggestionData(connection, slots),
    });
  }
}
