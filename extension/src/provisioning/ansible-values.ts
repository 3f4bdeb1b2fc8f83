import type { Json, JsonObject } from '@patchbay/language-server/model/schema/json-schema';

/** Characters that JSON leaves as they are and YAML 1.1 does not read. */
const unreadable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * Writes values for Ansible as YAML in which every text is `!unsafe`: never taken for a template.
 * Values come from manifests and from resources of others, and a template runs programs.
 */
export function asInert(values: JsonObject): string {
  return `${inert(values)}\n`;
}

function inert(value: Json): string {
  if (typeof value === 'string') return `!unsafe ${text(value)}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => inert(item)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${text(key)}: ${inert(item as Json)}`)
    .join(', ')}}`;
}

function text(value: string): string {
  return JSON.stringify(value).replace(
    unreadable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
