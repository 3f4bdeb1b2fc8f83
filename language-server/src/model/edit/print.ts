import { stringify } from 'yaml';
import type { Json, JsonObject } from '../schema/json-schema.ts';

/** How printed lines look; taken from the file they go into. */
export interface PrintStyle {
  /** Spaces by which a nested block is indented. */
  readonly step: number;
  /** False where a block scalar would read wrongly: in a file whose last line does not end. */
  readonly blockStrings: boolean;
}

/**
 * A scalar on one line. Strings are quoted only when YAML needs it, the booleans of YAML 1.1
 * (`on`, `no`) and characters that other parsers read as line breaks included.
 * @param flow the scalar goes inside `{ }` or `[ ]`, where more must be quoted
 */
export function printScalar(value: null | boolean | number | string, flow = false): string {
  if (typeof value !== 'string') return stringify(value, { compat: 'yaml-1.1' }).trimEnd();
  if (needsQuotes(value, flow)) return doubleQuoted(value);
  return stringify(value, { compat: 'yaml-1.1', lineWidth: 0, blockQuote: false }).replace(/\n$/, '');
}

/** A scalar in the quotes that the one it replaces had, when both are strings. */
export function printScalarLike(value: Json, style: 'single' | 'double'): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (style === 'double') return doubleQuoted(value);
  return hasSpecialCharacters(value) ? undefined : `'${value.replaceAll("'", "''")}'`;
}

/** How a flow collection is written: `{ a: 1 }`, `{a: 1}`, or as JSON, `{"a": 1}`. */
export type FlowStyle = 'padded' | 'tight' | 'json';

/** Any value on one line. */
export function printFlow(value: Json, style: FlowStyle = 'padded'): string {
  if (isList(value)) return `[${value.map((item) => printFlow(item, style)).join(', ')}]`;
  if (!isObject(value))
    return style === 'json' && typeof value === 'string' ? doubleQuoted(value) : printScalar(value, true);
  const entries = Object.keys(value).map((key) => printFlowEntry(key, value[key] as Json, style));
  if (entries.length === 0) return '{}';
  return style === 'padded' ? `{ ${entries.join(', ')} }` : `{${entries.join(', ')}}`;
}

/** `key: value` for the inside of a flow map. */
export function printFlowEntry(key: string, value: Json, style: FlowStyle = 'padded'): string {
  return `${style === 'json' ? doubleQuoted(key) : printScalar(key, true)}: ${printFlow(value, style)}`;
}

/** `key: value` as lines of a block map that is indented by `indent` columns. */
export function printBlockEntry(key: string, value: Json, indent: number, style: PrintStyle): string[] {
  return withLead(`${' '.repeat(indent)}${printScalar(key)}:`, value, indent, style);
}

/** `- value` as lines of a block sequence that is indented by `indent` columns. */
export function printBlockItem(value: Json, indent: number, style: PrintStyle): string[] {
  const pad = ' '.repeat(indent);
  if (isObject(value) && Object.keys(value).length > 0) {
    const [first = '', ...rest] = printBlock(value, indent + 2, style);
    return [`${pad}- ${first.slice(indent + 2)}`, ...rest];
  }
  return withLead(`${pad}-`, value, indent, style);
}

/** The members of a collection that is not empty, one or more lines each. */
export function printBlock(value: JsonObject | readonly Json[], indent: number, style: PrintStyle): string[] {
  if (isList(value)) return value.flatMap((item) => printBlockItem(item, indent, style));
  return Object.keys(value).flatMap((key) => printBlockEntry(key, value[key] as Json, indent, style));
}

/** Lines of a block scalar without its header and indentation; undefined when it has to be quoted. */
export function blockStringLines(value: string): { readonly header: '|' | '|-'; readonly lines: string[] } | undefined {
  const body = value.endsWith('\n') ? value.slice(0, -1) : value;
  if (!body.includes('\n') || /^[ \n]|[ \t\n]$|[ \t]\n|^-{3}|^\.{3}/.test(body)) return undefined;
  if (hasSpecialCharacters(body.replaceAll('\n', ''))) return undefined;
  return { header: value.endsWith('\n') ? '|' : '|-', lines: body.split('\n') };
}

function withLead(lead: string, value: Json, indent: number, style: PrintStyle): string[] {
  if (typeof value === 'string' && style.blockStrings) {
    const block = blockStringLines(value);
    if (block) {
      const pad = ' '.repeat(indent + style.step);
      return [`${lead} ${block.header}`, ...block.lines.map((line) => (line ? pad + line : line))];
    }
  }
  if (isCollection(value) && !isEmpty(value)) return [lead, ...printBlock(value, indent + style.step, style)];
  return [`${lead} ${printFlow(value)}`];
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isCollection(value: Json): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null;
}

export function isEmpty(value: JsonObject | readonly Json[]): boolean {
  return Object.keys(value).length === 0;
}

function needsQuotes(value: string, flow: boolean): boolean {
  if (value === '=' || value === '<<' || hasSpecialCharacters(value)) return true;
  return flow && /[,[\]{}]|:$/.test(value);
}

/** Control characters, line breaks of any kind, byte order marks, lone surrogates. */
function hasSpecialCharacters(value: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/.test(value) || /\p{Surrogate}/u.test(value);
}

/** JSON is a subset of YAML's double-quoted style but for a few characters that JSON leaves bare. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
