import { printFlow } from '../model/edit/print.ts';
import { isObject } from '../model/schema/own-property.ts';
import { isSensitive } from '../model/schema/sensitive.ts';
import type { Json, JsonSchema, JsonSchemaObject } from '../model/schema/json-schema.ts';
import { markdown } from './describe-bundle.ts';

/** `string`, `list of string`, `string or null`; empty when the schema does not say. */
export function typeName(schema: JsonSchema): string {
  if (typeof schema === 'boolean') return '';
  if (schema.type === 'array' && typeof schema.items === 'object' && !Array.isArray(schema.items)) {
    const item = typeName(schema.items as JsonSchema);
    return item === '' ? 'list' : `list of ${item}`;
  }
  // Of a schema that is being typed, anything may stand here.
  const types = [schema.type ?? []].flat().filter((type) => typeof type === 'string');
  return types.map((type) => (type === 'array' ? 'list' : type)).join(' or ');
}

/** Title, description, type, constraints and default of a schema, as Markdown. */
export function schemaDocumentation(schema: JsonSchema): string {
  if (typeof schema === 'boolean') return '';
  const parts: string[] = [];
  if (schema.title !== undefined) parts.push(`**${markdown(schema.title)}**`);
  if (typeof schema.description === 'string') parts.push(markdown(schema.description));
  const facts = [typeName(schema), ...constraints(schema)].filter(Boolean);
  if (facts.length > 0) parts.push(facts.join(', '));
  if (schema.default !== undefined && !isSensitive(schema)) {
    parts.push(`Default: \`${codeText(printFlow(schema.default))}\``);
  }
  if (schema['$md.immutable'] === true) parts.push('Cannot be changed after the first deploy.');
  const choice = schema['$md.enum'];
  if (isObject(choice) && typeof choice['connection'] === 'string')
    parts.push(`One of what the connection \`${codeText(choice['connection'])}\` offers.`);
  if (schema['$md.sensitive'] === true) parts.push('Sensitive: its value is hidden wherever it is shown.');
  if (schema['deprecated'] === true) parts.push('Deprecated.');
  return parts.join('\n\n');
}

function constraints(schema: JsonSchemaObject): string[] {
  const facts: string[] = [];
  const add = (value: unknown, text: string): void => {
    if (value !== undefined) facts.push(text);
  };
  add(schema.minimum, `at least ${schema.minimum}`);
  add(schema.exclusiveMinimum, `more than ${schema.exclusiveMinimum}`);
  add(schema.maximum, `at most ${schema.maximum}`);
  add(schema.exclusiveMaximum, `less than ${schema.exclusiveMaximum}`);
  add(schema['multipleOf'], `a multiple of ${String(schema['multipleOf'])}`);
  facts.push(...sizes(schema.minLength, schema.maxLength, 'character'));
  facts.push(...sizes(schema.minItems, schema.maxItems, 'item'));
  if (schema['uniqueItems'] === true) facts.push('no item twice');
  if (typeof schema['format'] === 'string') facts.push(`format \`${codeText(schema['format'])}\``);
  add(schema.pattern, `pattern \`${codeText(schema.pattern ?? '')}\``);
  const known = schema.enum?.map((value) => shownValue(value)) ?? titledValues(schema);
  const more = known.length > mostValues ? ', …' : '';
  if (known.length > 0) facts.push(`one of ${known.slice(0, mostValues).join(', ')}${more}`);
  if (schema.const !== undefined) facts.push(`always ${shownValue(schema.const)}`);
  return facts;
}

const mostValues = 12;

function shownValue(value: Json): string {
  return `\`${codeText(printFlow(value))}\``;
}

/** `oneOf: [{ const, title }]`: the values with what they are called. */
function titledValues(schema: JsonSchemaObject): string[] {
  const branches = schema.oneOf ?? schema.anyOf ?? [];
  const titled = branches.filter((branch) => typeof branch === 'object' && branch.const !== undefined);
  if (titled.length < branches.length) return [];
  return (titled as JsonSchemaObject[]).map(({ const: value, title }) => {
    const shown = shownValue(value ?? null);
    return title === undefined ? shown : `${shown} (${markdown(title)})`;
  });
}

/** `3 characters`, `1 to 80 characters`, `at least 1 item`. */
function sizes(least: number | undefined, most: number | undefined, unit: string): string[] {
  const counted = (count: number): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (least !== undefined && most !== undefined)
    return [least === most ? counted(most) : `${least} to ${counted(most)}`];
  if (most !== undefined) return [`at most ${counted(most)}`];
  return least === undefined || least === 0 ? [] : [`at least ${counted(least)}`];
}

/** Text for the inside of a code span. */
export function codeText(text: string): string {
  const short = text.length > 200 ? `${text.slice(0, 199)}…` : text;
  return short.replaceAll('`', 'ˋ').replace(/\s+/g, ' ');
}
