import type { ErrorObject } from 'ajv';
import { closest } from '../text-distance.ts';
import { choicesOf, type Choice } from './choices.ts';
import type { Json, JsonPath, JsonSchema, JsonSchemaObject } from './json-schema.ts';
import { getOwn, isObject } from './own-property.ts';
import type { SchemaProblem } from './schema-problem.ts';

/** One error of the validator in the words of a colleague. */
export function describeError(error: ErrorObject, path: JsonPath): SchemaProblem {
  const schema: JsonSchemaObject = isObject(error.parentSchema) ? error.parentSchema : {};
  const problem = describeKeyword(error, path, schema);
  const override = ownMessage(schema, error.keyword);
  return override === undefined ? problem : { ...problem, message: withName(problem.path, override) };
}

/** A value that is not among those that the schema lists. */
export function describeChoice(
  path: JsonPath,
  value: unknown,
  choices: readonly Choice[],
  schema: JsonSchemaObject,
): SchemaProblem {
  const values = choices.map((choice) => choice.value);
  const suggestion = nearChoice(value, choices);
  const list = values.length === 1 ? quote(values[0]) : `one of ${listOf(values)}`;
  const repeats = values.length === 1 && suggestion?.kind === 'near';
  const hint = suggestion === undefined || repeats ? '' : ` ${suggestion.hint}`;
  const override = ownMessage(schema, 'enum');
  const message = override ?? `must be ${list}, and this is ${shown(value)}.${hint}`;
  return {
    path,
    keyword: 'enum',
    message: override === undefined ? `${nameOf(path)} ${message}` : withName(path, message),
    params: { allowedValues: values, ...(suggestion === undefined ? {} : { suggestion: suggestion.value }) },
    on: 'value',
  };
}

/** A bundle's own message says what is wrong, not where. */
function withName(path: JsonPath, message: string): string {
  return path.length === 0 ? message : `${nameOf(path)}: ${message}`;
}

/** How a message speaks of the value at a path: `` `port` ``, `` item 2 of `rules` ``, or "this". */
export function nameOf(path: JsonPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'This';
  if (typeof last === 'string') return `\`${last}\``;
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? `Item ${last + 1}` : `Item ${last + 1} of \`${list}\``;
}

/** `` `a`, `b` and `c` ``. */
export function quoteList(names: readonly string[], conjunction: 'and' | 'or'): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`;
}

function describeKeyword(error: ErrorObject, path: JsonPath, schema: JsonSchemaObject): SchemaProblem {
  const { keyword, data } = error;
  const params = error.params as { [name: string]: unknown };
  const name = nameOf(path);
  const onValue = (message: string): SchemaProblem => ({ path, keyword, message, params, on: 'value' });
  const limit = String(params['limit']);
  switch (keyword) {
    case 'type':
      return describeType(path, data, schema, params);
    case 'enum':
    case 'const':
      return describeChoice(path, data, choicesOf(schema) ?? [], schema);
    case 'required':
      return describeMissing(path, String(params['missingProperty']), schema);
    case 'dependencies': {
      const missing = quoteList(String(params['deps']).split(', '), 'and');
      const subject = path.length === 0 ? '' : `${name}: `;
      const message = `${subject}\`${String(params['property'])}\` needs ${missing} as well.`;
      return { path, keyword: 'required', message, params, on: 'key' };
    }
    case 'additionalProperties':
      return describeUnknown(path, String(params['additionalProperty']), schema);
    case 'pattern':
      return onValue(`${name} ${describePattern(schema, data)}`);
    case 'format':
      return onValue(`${name} must be ${formatLabel(String(params['format']))}, and this is ${shown(data)}.`);
    case 'minimum':
      return onValue(`${name} must be at least ${limit}, and this is ${shown(data)}.`);
    case 'maximum':
      return onValue(`${name} must be at most ${limit}, and this is ${shown(data)}.`);
    case 'exclusiveMinimum':
      return onValue(`${name} must be more than ${limit}, and this is ${shown(data)}.`);
    case 'exclusiveMaximum':
      return onValue(`${name} must be less than ${limit}, and this is ${shown(data)}.`);
    case 'multipleOf':
      return onValue(`${name} must be a multiple of ${String(params['multipleOf'])}, and this is ${shown(data)}.`);
    case 'minLength':
      return onValue(
        limit === '1' && data === ''
          ? `${name} must not be empty.`
          : `${name} must have at least ${counted(limit, 'character')}, and this has ${[...String(data)].length}.`,
      );
    case 'maxLength':
      return onValue(
        `${name} must have at most ${counted(limit, 'character')}, and this has ${[...String(data)].length}.`,
      );
    case 'minItems':
      return onValue(`${name} must have at least ${counted(limit, 'item')}, and this has ${lengthOf(data)}.`);
    case 'maxItems':
    case 'additionalItems':
      return onValue(`${name} must have at most ${counted(limit, 'item')}, and this has ${lengthOf(data)}.`);
    case 'minProperties':
      return onValue(`${name} must have at least ${counted(limit, 'entry')}.`);
    case 'maxProperties':
      return onValue(`${name} must have at most ${counted(limit, 'entry')}.`);
    case 'uniqueItems': {
      const places = [Number(params['i']), Number(params['j'])].sort((a, b) => a - b);
      return onValue(
        `${name} has the same item twice: items ${places.map((index) => index + 1).join(' and ')}. Remove one.`,
      );
    }
    case 'contains':
      return onValue(`${name} lacks an item that it must have.${titled(schema['contains'])}`);
    case 'propertyNames': {
      const key = String(params['propertyName']);
      const message = `\`${key}\` cannot be a name in ${name}.${nameRule(schema['propertyNames'])}`;
      return { path: [...path, key], keyword, message, params, on: 'key' };
    }
    case 'not':
      return onValue(`${name} has a value that is not allowed here: ${shown(data)}.`);
    case 'false schema':
      return { path, keyword: 'not', message: `${name} is not allowed here. Remove it.`, params, on: 'key' };
    default:
      return onValue(`${name} is not as the bundle wants it (${keyword}).`);
  }
}

function describeMissing(path: JsonPath, missing: string, schema: JsonSchemaObject): SchemaProblem {
  const property = isObject(schema.properties) ? getOwn(schema.properties, missing) : undefined;
  const title = isObject(property) && typeof property['title'] === 'string' ? property['title'] : '';
  const said = title.toLowerCase() === missing.replaceAll(/[_-]/g, ' ').toLowerCase() ? '' : title;
  const subject = path.length === 0 ? `\`${missing}\` is missing` : `${nameOf(path)} needs \`${missing}\``;
  return {
    path,
    keyword: 'required',
    message: said === '' ? `${subject}.` : `${subject}: ${said}.`,
    params: { missingProperty: missing },
    on: 'key',
  };
}

function describeUnknown(path: JsonPath, unknown: string, schema: JsonSchemaObject): SchemaProblem {
  const known = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const [suggestion] = closest(unknown, known, 1);
  const owner = path.length === 0 ? 'There is no' : `${nameOf(path)} has no`;
  const hint =
    suggestion !== undefined
      ? ` Did you mean \`${suggestion}\`?`
      : known.length > 0
        ? ` It takes ${namesOf(known)}.`
        : '';
  return {
    path: [...path, unknown],
    keyword: 'additionalProperties',
    message: `${owner} \`${unknown}\`.${hint}`,
    params: { additionalProperty: unknown, ...(suggestion === undefined ? {} : { suggestion }) },
    on: 'key',
  };
}

/** A value of another type than the schema wants. */
export function describeType(
  path: JsonPath,
  data: unknown,
  schema: JsonSchemaObject,
  params: { readonly [name: string]: unknown },
): SchemaProblem {
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const wanted = types.map(typeLabel).join(' or ');
  const fix = typeFix(types, data);
  const actual = data === null ? 'and it is empty' : `and this is ${described(data)}`;
  return {
    path,
    keyword: 'type',
    message: `${nameOf(path)} must be ${wanted}, ${actual}.${fix === undefined ? '' : ` ${fix.hint}`}`,
    params: { ...params, ...(fix?.value === undefined ? {} : { suggestion: fix.value }) },
    on: 'value',
  };
}

/** What names a map takes, as a sentence with a blank before it. */
function nameRule(rule: unknown): string {
  const schema = isObject(rule as JsonSchema) ? (rule as JsonSchemaObject) : {};
  if (schema.enum !== undefined) return ` It takes ${listOf(schema.enum)}.`;
  if (schema.pattern !== undefined) return ` Names there match \`${schema.pattern}\`.`;
  if (schema.maxLength !== undefined)
    return ` Names there have at most ${counted(String(schema.maxLength), 'character')}.`;
  return '';
}

/** What to do about a value that only looks like the right type. */
function typeFix(types: readonly string[], data: unknown): { hint: string; value?: Json } | undefined {
  const wantsNumber = types.includes('number') || types.includes('integer');
  if (typeof data === 'string') {
    const number = data.trim() === '' ? Number.NaN : Number(data);
    if (wantsNumber && Number.isFinite(number) && (types.includes('number') || Number.isInteger(number))) {
      return { hint: 'Remove the quotes.', value: number };
    }
    if (types.includes('boolean')) return booleanFix(data);
  }
  if (types.includes('string') && (typeof data === 'number' || typeof data === 'boolean')) {
    return { hint: 'Put it in quotes.', value: String(data) };
  }
  if (types.includes('array') && data !== null && !Array.isArray(data) && !isObject(data)) {
    return { hint: 'Write it as a list: put `- ` before it.', value: [data as Json] };
  }
  return undefined;
}

function booleanFix(data: string): { hint: string; value?: Json } | undefined {
  if (/^(true|false)$/i.test(data)) return { hint: 'Remove the quotes.', value: data.toLowerCase() === 'true' };
  if (/^(yes|on|y)$/i.test(data)) return { hint: 'Write `true`.', value: true };
  if (/^(no|off|n)$/i.test(data)) return { hint: 'Write `false`.', value: false };
  return undefined;
}

function describePattern(schema: JsonSchemaObject, data: unknown): string {
  const example = [...(Array.isArray(schema.examples) ? schema.examples : []), schema.default].find(
    (value) => typeof value === 'string' && value !== '' && value !== data,
  );
  const form =
    typeof schema.title === 'string' ? `is not in the form of “${schema.title}”` : 'is not in the right form';
  if (example !== undefined) return `${form}: ${shown(data)}. It should look like ${quote(example)}.`;
  return `${form}: ${shown(data)} does not match \`${String(schema.pattern)}\`.`;
}

/** The schema's own text for a keyword: `message: text` or `message: {keyword: text}`. */
function ownMessage(schema: JsonSchemaObject, keyword: string): string | undefined {
  const { message } = schema;
  if (typeof message === 'string') return message;
  const own = isObject(message) ? getOwn(message, keyword) : undefined;
  return typeof own === 'string' ? own : undefined;
}

function nearChoice(
  value: unknown,
  choices: readonly Choice[],
): { kind: 'quotes' | 'near'; hint: string; value: Json } | undefined {
  const same = choices.find((choice) => choice.value !== value && String(choice.value) === String(value));
  if (same !== undefined) {
    return {
      kind: 'quotes',
      hint: typeof same.value === 'string' ? 'Put it in quotes.' : 'Remove the quotes.',
      value: same.value,
    };
  }
  if (typeof value !== 'string') return undefined;
  const titled = choices.find(({ title }) => title !== undefined && title.toLowerCase() === value.toLowerCase());
  const texts = choices.flatMap((choice) => (typeof choice.value === 'string' ? [choice.value] : []));
  const near = titled?.value ?? closest(value, texts, 1)[0];
  return near === undefined ? undefined : { kind: 'near', hint: `Did you mean ${quote(near)}?`, value: near };
}

const mostShown = 8;

function listOf(values: readonly Json[]): string {
  const texts = values.slice(0, mostShown).map(quote);
  return values.length > mostShown ? `${texts.join(', ')} and ${values.length - mostShown} more` : texts.join(', ');
}

function namesOf(names: readonly string[]): string {
  return listOf(names);
}

/** A value inside a message, cut when long; lists and maps are only named. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? quote(value) : String(value);
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  if (typeof value === 'string') return `the text ${JSON.stringify(cut(value))}`;
  if (typeof value === 'number') return `the number ${value}`;
  return `\`${String(value)}\``;
}

function quote(value: unknown): string {
  return `\`${cut(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function counted(count: string, noun: string): string {
  const plural = noun === 'entry' ? 'entries' : `${noun}s`;
  return `${count} ${count === '1' ? noun : plural}`;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function titled(schema: unknown): string {
  const title = isObject(schema as JsonSchema) ? (schema as JsonSchemaObject).title : undefined;
  return typeof title === 'string' ? ` (${title})` : '';
}

const typeLabels: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', '`true` or `false`'],
  ['array', 'a list'],
  ['object', 'a map'],
  ['null', 'empty'],
]);

function typeLabel(type: string): string {
  return typeLabels.get(type) ?? type;
}

const formatLabels: ReadonlyMap<string, string> = new Map([
  ['date', 'a date such as `2026-01-31`'],
  ['time', 'a time such as `12:30:00Z`'],
  ['date-time', 'a date and time such as `2026-01-31T12:30:00Z`'],
  ['duration', 'a duration such as `P1D`'],
  ['uri', 'an address such as `https://example.com/`'],
  ['email', 'an e-mail address'],
  ['hostname', 'a host name'],
  ['ipv4', 'an IPv4 address'],
  ['ipv6', 'an IPv6 address'],
  ['uuid', 'a UUID'],
  ['regex', 'a regular expression'],
]);

function formatLabel(format: string): string {
  return formatLabels.get(format) ?? `in the format \`${format}\``;
}
