import { choicesOf } from './choices.ts';
import type { Json, JsonSchemaObject } from './json-schema.ts';
import { isObject } from './own-property.ts';

const mostChoices = 20;

/**
 * What a schema says, as Markdown for a hover: title, description, type, limits, choices, default.
 * Texts of the bundle are escaped: they are input, and a hover renders links and images.
 *
 * @param name the property, as its key is written.
 */
export function describeSchema(
  name: string,
  schema: JsonSchemaObject,
  options: { readonly required?: boolean } = {},
): string {
  const title = textOf(schema.title);
  const facts = [typeText(schema), ...(options.required === true ? ['required'] : []), ...constraints(schema)];
  const heading = title === undefined ? `**${code(name)}**` : `**${escapeMarkdown(title)}** ${code(name)}`;
  const lines = [`${heading}: ${facts.filter((fact) => fact !== '').join(', ')}`];
  const description = textOf(schema.description);
  if (description !== undefined) lines.push(escapeMarkdown(description));
  const choices = describeChoices(schema);
  if (choices !== undefined) lines.push(choices);
  if (schema.default !== undefined) lines.push(`Default: ${code(JSON.stringify(schema.default))}`);
  const examples = Array.isArray(schema.examples) ? schema.examples.slice(0, 3) : [];
  if (examples.length > 0)
    lines.push(`Examples: ${examples.map((example: Json) => code(JSON.stringify(example))).join(', ')}`);
  return lines.join('\n\n');
}

/** Text of a bundle's author made safe inside Markdown: no links, images, HTML or commands. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+!<>|~&]/g, String.raw`\$&`)
    .replaceAll(/\b(https?|command|file|vscode|data):/gi, '$1\u200b:');
}

/** Text as inline code, whatever is in it. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replaceAll(/\s+/g, ' ')}${padding}${fence}`;
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['integer', 'whole number'],
  ['number', 'number'],
  ['boolean', 'true or false'],
  ['array', 'list'],
  ['object', 'map'],
  ['null', 'empty'],
]);

function typeText(schema: JsonSchemaObject): string {
  const types =
    typeof schema.type === 'string' ? [schema.type] : Array.isArray(schema.type) ? (schema.type as string[]) : [];
  const text = types.map((type) => typeNames.get(type) ?? type).join(' or ');
  const items = isObject(schema.items) ? typeText(schema.items as JsonSchemaObject) : '';
  return text === 'list' && items !== '' ? `list of ${items}` : text;
}

function constraints(schema: JsonSchemaObject): string[] {
  const facts: string[] = [];
  const number = (keyword: string, text: string) => {
    if (typeof schema[keyword] === 'number') facts.push(`${text} ${String(schema[keyword])}`);
  };
  number('minimum', 'at least');
  number('exclusiveMinimum', 'more than');
  number('maximum', 'at most');
  number('exclusiveMaximum', 'less than');
  number('multipleOf', 'a multiple of');
  range(schema, 'minLength', 'maxLength', 'characters', facts);
  range(schema, 'minItems', 'maxItems', 'items', facts);
  if (schema['uniqueItems'] === true) facts.push('each item once');
  if (typeof schema.format === 'string') facts.push(`format ${code(schema.format)}`);
  if (typeof schema.pattern === 'string') facts.push(`pattern ${code(schema.pattern)}`);
  if (schema['$md.immutable'] === true) facts.push('cannot be changed after the first deploy');
  if (schema['$md.sensitive'] === true) facts.push('hidden');
  return facts;
}

function range(schema: JsonSchemaObject, low: string, high: string, unit: string, facts: string[]): void {
  const [from, to] = [schema[low], schema[high]];
  if (typeof from === 'number' && typeof to === 'number')
    facts.push(from === to ? `${from} ${unit}` : `${from} to ${to} ${unit}`);
  else if (typeof from === 'number') facts.push(`at least ${from} ${unit}`);
  else if (typeof to === 'number') facts.push(`at most ${to} ${unit}`);
}

function describeChoices(schema: JsonSchemaObject): string | undefined {
  const choices = choicesOf(schema);
  if (choices === undefined) return undefined;
  const lines = choices.slice(0, mostChoices).map(({ value, title }) => {
    const text = code(typeof value === 'string' ? value : JSON.stringify(value));
    return title === undefined ? `- ${text}` : `- ${text}: ${escapeMarkdown(title)}`;
  });
  if (choices.length > mostChoices) lines.push(`- and ${choices.length - mostChoices} more`);
  return lines.join('\n');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
