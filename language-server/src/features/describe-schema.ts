import { printFlow } from '../model/edit/print.ts';
import { isObject } from '../model/schema/own-property.ts';
import { isSensitive } from '../model/schema/sensitive.ts';
import type { JsonSchema, JsonSchemaObject } from '../model/schema/json-schema.ts';
import { markdown } from './describe-bundle.ts';

/** `string`, `list of string`, `string or null`; empty when the schema does not say. */
export function typeName(schema: JsonSchema): string {
  if (typeof schema === 'boolean') return '';
  if (schema.type === 'array' && typeof schema.items === 'object' && !Array.isArray(schema.items)) {
    const item = typeName(schema.items as JsonSchema);
    return item === '' ? 'list' : `list of ${item}`;
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
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
  add(schema.maximum, `at most ${schema.maximum}`);
  facts.push(...sizes(schema.minLength, schema.maxLength, 'character'));
  facts.push(...sizes(schema.minItems, schema.maxItems, 'item'));
  add(schema['format'], `format ${String(schema['format'])}`);
  add(schema.pattern, `pattern \`${codeText(schema.pattern ?? '')}\``);
  if (schema.enum)
    facts.push(
      `one of ${schema.enum
        .slice(0, 12)
        .map((value) => `\`${codeText(printFlow(value))}\``)
        .join(', ')}`,
    );
  return facts;
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
