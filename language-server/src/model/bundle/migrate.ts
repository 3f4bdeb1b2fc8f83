import { guard } from '../yaml/guard.ts';
import { insertEntries, insertLinesAfter, indentOf } from '../edit/insert.ts';
import { entryOf, isVoid, readOutline, valueOf, type Entry, type MapOutline } from '../edit/outline.ts';
import { printBlockEntry, printScalar, printScalarLike } from '../edit/print.ts';
import { removeMembers } from '../edit/remove-member.ts';
import { applyChanges, settleAtEnd, SourceText, type Change } from '../edit/source-text.ts';
import type { JsonObject } from '../schema/json-schema.ts';
import { fromEntries, isObject, without } from '../schema/own-property.ts';
import type { Bundle } from './bundle.ts';
import { loadBundle, type LoadContext, type LoadedBundle } from './load.ts';
import { isTemplate } from './template.ts';
import { formatTypeReference, parseTypeReference } from './type-reference.ts';

const sections = [
  { older: 'connections', current: 'dependencies' },
  { older: 'artifacts', current: 'resources' },
] as const;

/** Keywords of an older section that say nothing about its entries. */
const idleKeywords: ReadonlySet<string | undefined> = new Set([
  '$schema',
  'additionalProperties',
  'description',
  'title',
  'type',
]);

/**
 * Changes that bring a bundle from the older dialect to the current one: `connections` becomes
 * `dependencies`, `artifacts` becomes `resources`, `$ref: massdriver/NAME` becomes
 * `resource_type: NAME`. Everything outside these blocks stays byte for byte; comments, order and
 * the look of the entries stay inside them.
 *
 * @returns undefined when there is nothing to migrate, and when the outcome would not mean exactly
 *   the same: a bundle that repeats parts of these blocks through aliases, or that has conditions in them.
 */
export function migrateBundle(uri: string, text: string, context: LoadContext): readonly Change[] | undefined {
  if (guard(text) !== undefined || isTemplate(text)) return undefined;
  const before = loadBundle(uri, text, context);
  const root = readOutline(text, 0);
  if (before.bundle === undefined || root?.kind !== 'map' || root.flow) return undefined;
  const source = new SourceText(text);
  const changes: Change[] = [];
  for (const { older, current } of sections) {
    const entry = entryOf(root, older);
    if (entry === undefined) continue;
    const own = sectionChanges(source, root, entry, current);
    if (own === undefined) return undefined;
    changes.push(...own);
  }
  if (changes.length === 0) return undefined;
  const settled = settleAtEnd(source, changes);
  return meansTheSame(before, loadBundle(uri, applyChanges(text, settled), context)) ? settled : undefined;
}

function meansTheSame(before: LoadedBundle, after: LoadedBundle): boolean {
  if (before.bundle === undefined || after.bundle === undefined) return false;
  const known = new Set(before.problems.map(({ code, message }) => `${code} ${message}`));
  if (after.problems.some(({ code, message }) => !known.has(`${code} ${message}`))) return false;
  return contractOf(before.bundle) === contractOf(after.bundle);
}

function contractOf({ uri: _, digest: __, dialect: ___, ...facts }: Bundle): string {
  return JSON.stringify(facts, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** One older section as a section of the current dialect, in its place or at the end of the one that is there. */
function sectionChanges(source: SourceText, root: MapOutline, entry: Entry, current: string): Change[] | undefined {
  if (source.column(entry.start) !== 0) return undefined;
  const existing = entryOf(root, current);
  const end = endOfSection(source, entry);
  const migrated = migrateBlock(source.text.slice(entry.start, end), current);
  if (migrated === undefined) return undefined;
  if (existing === undefined) return [{ start: entry.start, end, text: migrated }];
  const removal = removeMembers(source, root, new Set([entry]));
  if (isVoid(entry.value)) return removal;
  if (existing.value?.kind !== 'map' || existing.value.flow) return undefined;
  const last = existing.value.members.at(-1);
  const [, ...lines] = migrated.split(/\r?\n/);
  if (last === undefined) return undefined;
  const shift = source.column(last.start) - Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
  return [
    insertLinesAfter(
      source,
      last,
      lines.map((line) => indented(line, shift)),
    ),
    ...removal,
  ];
}

/** With the comments behind and below it that are indented as its content is. */
function endOfSection(source: SourceText, entry: Entry): number {
  let end = source.lineEnd(entry.end);
  for (let next = source.nextLine(end); next < source.text.length; next = source.nextLine(next)) {
    const line = source.line(next);
    if (line.trim() !== '' && !/^\s+#/.test(line)) break;
    if (line.trim() !== '') end = source.lineEnd(next);
  }
  return end;
}

/** The lines of one older section, which stand alone, in the current dialect. */
function migrateBlock(block: string, current: string): string | undefined {
  const entry = onlyEntry(block);
  if (entry === undefined) return undefined;
  if (isVoid(entry.value)) return current + block.slice(entry.keyEnd);
  if (entry.value?.kind !== 'map') return undefined;
  const properties = entryOf(entry.value, 'properties');
  const isKnown = (key: string | undefined): boolean =>
    key === 'properties' || key === 'required' || idleKeywords.has(key);
  if (!entry.value.members.every(({ key }) => isKnown(key))) return undefined;
  if (properties === undefined || isVoid(properties.value)) return block.includes('#') ? undefined : `${current}: {}`;
  if (properties.value?.kind !== 'map') return undefined;
  if (entry.value.flow || properties.value.flow) return reprinted(entry.value, current, block);
  const required = requiredNames(block, entry.value);
  const rewritten = rewriteEntries(block, properties.value, required);
  return rewritten === undefined ? undefined : restructure(rewritten, current, required);
}

function onlyEntry(block: string): Entry | undefined {
  const outline = readOutline(block, 0);
  return outline?.kind === 'map' ? outline.members[0] : undefined;
}

/** Names that the section requires, each with the comment behind it. */
function requiredNames(block: string, section: MapOutline): ReadonlyMap<string, string> {
  const list = entryOf(section, 'required')?.value;
  const source = new SourceText(block);
  const names = new Map<string, string>();
  for (const item of list?.kind === 'sequence' ? list.members : []) {
    const behind = list?.kind === 'sequence' && list.flow ? '' : block.slice(item.end, source.lineEnd(item.end));
    names.set(String(valueOf(item.value)), /^\s+#/.test(behind) ? behind.trim() : '');
  }
  return names;
}

/** `$ref` becomes `resource_type`, and what is required says so itself. */
function rewriteEntries(
  block: string,
  properties: MapOutline,
  required: ReadonlyMap<string, string>,
): string | undefined {
  const source = new SourceText(block);
  const changes: Change[] = [];
  for (const { key = '', value } of properties.members) {
    const reference = entryOf(value, '$ref');
    const type = reference?.value;
    if (value?.kind !== 'map' || reference === undefined || type?.kind !== 'scalar') return undefined;
    const text = String(type.value);
    const name = nameOf(text);
    if (name === undefined) return undefined;
    changes.push({ start: reference.keyStart, end: reference.keyEnd, text: 'resource_type' });
    if (name !== text) changes.push({ start: type.contentStart, end: type.end, text: printedLike(name, type.style) });
    const comment = required.get(key);
    if (comment === undefined) continue;
    if (value.flow) changes.push(...insertEntries(source, value, reference, [['required', true]], 2));
    else {
      const line = `${' '.repeat(source.column(reference.start))}required: true${comment === '' ? '' : ` ${comment}`}`;
      changes.push(insertLinesAfter(source, reference, [line]));
    }
  }
  return applyChanges(block, settleAtEnd(source, changes));
}

/** The type's own name: without `massdriver/`, or from the address of its file. */
function nameOf(reference: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(reference)) return reference.replace(/^massdriver\//, '');
  const type = parseTypeReference(reference);
  return type && formatTypeReference(type);
}

function printedLike(name: string, style: 'plain' | 'single' | 'double' | 'block'): string {
  const quoted = style === 'single' || style === 'double' ? printScalarLike(name, style) : undefined;
  return quoted ?? printScalar(name);
}

/** Takes the entries out of `properties` and everything else away but for comments. */
function restructure(block: string, current: string, required: ReadonlyMap<string, string>): string | undefined {
  const entry = onlyEntry(block);
  const section = entry?.value;
  const properties = entryOf(section, 'properties');
  if (entry === undefined || section?.kind !== 'map' || properties?.value?.kind !== 'map') return undefined;
  const source = new SourceText(block);
  const indent = source.column(section.members[0]?.start ?? 0);
  const shift = indent - source.column(properties.value.members[0]?.start ?? 0);
  const inside = { start: source.nextLine(properties.keyEnd), end: properties.end };
  const kept: string[] = [];
  for (let at = source.nextLine(entry.keyEnd); at < block.length; at = source.nextLine(at)) {
    const line = source.line(at);
    const isDeepComment = line.trimStart().startsWith('#') && indentOf(line) > indent;
    if (at >= inside.start && (at < inside.end || isDeepComment)) kept.push(indented(line, shift));
    else if (line.trimStart().startsWith('#')) kept.push(' '.repeat(indent) + line.trim());
    else {
      const comment = /\s(#.*)$/.exec(line)?.[1];
      if (comment !== undefined && ![...required.values()].includes(comment)) kept.push(' '.repeat(indent) + comment);
    }
    if (source.nextLine(at) === block.length && !block.endsWith('\n')) break;
  }
  const head = current + block.slice(entry.keyEnd, source.lineEnd(entry.keyEnd));
  return [head, ...kept].join(source.lineBreak(0));
}

/** A section in braces is printed anew; comments in it would be lost. */
function reprinted(section: MapOutline, current: string, block: string): string | undefined {
  const value = valueOf(section);
  if (block.includes('#') || !isObject(value)) return undefined;
  const required = Array.isArray(value['required']) ? (value['required'] as unknown[]) : [];
  const properties = isObject(value['properties']) ? value['properties'] : {};
  const entries = Object.entries(properties).map(([name, entry]): readonly [string, JsonObject] | undefined => {
    const reference = isObject(entry) ? entry['$ref'] : undefined;
    const type = typeof reference === 'string' ? nameOf(reference) : undefined;
    if (!isObject(entry) || type === undefined || Object.hasOwn(entry, 'required')) return undefined;
    const rest = without(entry, '$ref') as JsonObject;
    return [name, { resource_type: type, ...(required.includes(name) ? { required: true } : {}), ...rest }];
  });
  if (entries.includes(undefined)) return undefined;
  const map = fromEntries(entries.filter((entry) => entry !== undefined));
  const lineBreak = block.includes('\r\n') ? '\r\n' : '\n';
  return printBlockEntry(current, map, 0, { step: 2, blockStrings: false }).join(lineBreak);
}

/** A line moved sideways; white space alone stays as it is. */
function indented(line: string, shift: number): string {
  if (line.trim() === '' || shift === 0) return line;
  return shift > 0 ? ' '.repeat(shift) + line : line.slice(Math.min(-shift, indentOf(line)));
}
