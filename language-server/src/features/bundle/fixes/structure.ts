import { bundleName } from '../../../model/bundle/load.ts';
import { parseTypeReference } from '../../../model/bundle/type-reference.ts';
import { insertEntries, insertItems, insertLinesAfter } from '../../../model/edit/insert.ts';
import { entryOf, valueOf, type Entry, type Member, type Outline } from '../../../model/edit/outline.ts';
import { emptyOut, removalReason } from '../../../model/edit/path.ts';
import { printBlockEntry, printFlow, printFlowEntry } from '../../../model/edit/print.ts';
import { removeMembers } from '../../../model/edit/remove-member.ts';
import type { Change } from '../../../model/edit/source-text.ts';
import type { Json, JsonPath } from '../../../model/schema/json-schema.ts';
import { isObject } from '../../../model/schema/own-property.ts';
import { closest } from '../../../model/text-distance.ts';
import type { FixedAction } from '../../code-actions/fix.ts';
import { entryWithKeyAt, memberAt, quickFix, replacement, type FixRequest } from './fix.ts';

/** Fixes that add, move or remove entries. */
export function structureFixes(request: FixRequest): FixedAction[] {
  const { problem, path } = request;
  switch (problem.code) {
    case 'duplicate-key':
      return secondKey(request);
    case 'ui-order-duplicate':
      return removal(request, path, true);
    case 'step-duplicate':
      return path[0] === 'steps' ? removal(request, path.slice(0, 2), false, 'Remove this step') : [];
    case 'yaml-binary':
      return [replacement(request, 'Remove the control character', '')];
    case 'jq-secret':
      return declaredSecret(request);
    case 'jq-path':
      return request.data['ofItems'] === true ? nameOfItems(request) : [];
    case 'ui-order-unknown':
    case 'required-undeclared':
    case 'ui-unknown-field':
    case 'unknown-keyword':
    case 'md-unknown':
    case 'preset-unknown-param':
      return removal(request, path, request.data['suggestion'] === undefined);
    case 'default-invalid':
      return path.at(-1) === 'default' ? removal(request, path, false) : [];
    case 'secret-shape':
      return path.length > 3 && !/`(?:required|json)`/.test(problem.message) ? removal(request, path, false) : [];
    case 'ui-order-incomplete':
      return completedOrder(request);
    case 'md-nested':
      return flatMetadata(request);
    case 'preset-unnamed':
      return inserted(request, path.slice(0, 3), '__name', `Preset ${Number(path[2]) + 1}`, 'first');
    case 'step-path':
      return path[2] === 'path' ? [] : inserted(request, path.slice(0, 2), 'path', 'src', 'first');
    case 'step-provisioner':
      if (path[2] === 'provisioner') return [];
      return ['opentofu', 'terraform'].flatMap((name) =>
        inserted(request, path.slice(0, 2), 'provisioner', name, 'last'),
      );
    case 'step-shape':
      return stepOfPath(request);
    case 'bundle-name':
      return nameOfFolder(request);
    case 'resource-type-missing':
      return missingType(request);
    case 'misplaced-dependencies':
      return movedDependencies(request);
    case 'malformed-keyword':
      return path.at(-1) === 'required' ? requiredFlag(request) : [];
    default:
      return [];
  }
}

/** Takes an entry or item away; the last one of a collection leaves it empty. */
function removal(
  request: FixRequest,
  path: JsonPath,
  preferred: boolean,
  title = `Remove \`${labelOf(request, path)}\``,
): FixedAction[] {
  const changes = removalChanges(request, path);
  return changes === undefined ? [] : [quickFix(request, title, changes, preferred)];
}

function labelOf({ document, outline }: FixRequest, path: JsonPath): string {
  const last = path.at(-1);
  if (typeof last === 'string') return last;
  const value = valueOf(memberAt(outline, path)?.member.value);
  return typeof value === 'string' ? value : `${document.kind} item`;
}

function removalChanges({ document, outline }: FixRequest, path: JsonPath): readonly Change[] | undefined {
  const found = memberAt(outline, path);
  if (found === undefined) return undefined;
  const { container, member } = found;
  if (container.members.length > 1) return removeMembers(document.lines, container, new Set([member]));
  const parent = memberAt(outline, path.slice(0, -1));
  return parent && emptyOut(document.lines, parent.member, parent.container.flow, 2);
}

/** Of two entries with one key, the later one goes; surely so when both say the same. */
function secondKey(request: FixRequest): FixedAction[] {
  const { document, outline, problem } = request;
  const { lines, text } = document;
  const found = entryWithKeyAt(outline, lines.offsetAt(problem.range.start));
  if (found === undefined || removalReason(lines, found.member) !== undefined) return [];
  const { member, container } = found;
  const key = 'key' in member ? String((member as Entry).key) : '';
  const first = entryOf(container, key);
  const said = (of: Member | undefined): string | undefined => of?.value && text.slice(of.value.start, of.value.end);
  const changes = removeMembers(lines, container, new Set([member]));
  return [quickFix(request, `Remove the second \`${key}\``, changes, first !== member && said(first) === said(member))];
}

/** A secret that an expression reads, declared beside the others. */
function declaredSecret(request: FixRequest): FixedAction[] {
  const { document, outline, data } = request;
  const name = data['word'];
  const app = memberAt(outline, ['app'])?.member.value;
  const secrets = entryOf(app, 'secrets')?.value;
  const into = secrets ?? app;
  if (typeof name !== 'string' || data['suggestion'] !== undefined || into?.kind !== 'map') return [];
  if (into.members.length === 0) return [];
  const declaration: Json = { required: true };
  const entry: readonly [string, Json] = secrets ? [name, declaration] : ['secrets', { [name]: declaration }];
  const changes = insertEntries(document.lines, into, into.members.at(-1), [entry], 2);
  return [quickFix(request, `Declare the secret \`${name}\``, changes, true)];
}

/** `.list.name` becomes `.list[].name`, and `.list | .name` becomes `.list | .[].name`. */
function nameOfItems(request: FixRequest): FixedAction[] {
  const { document, problem } = request;
  const dot = document.lines.offsetAt(problem.range.start) - 1;
  if (document.text[dot] !== '.') return [];
  const text = /[\w\])?]/.test(document.text[dot - 1] ?? '') ? '[]' : '.[]';
  return [quickFix(request, 'Read it of each item', [{ start: dot, end: dot, text }])];
}

/** Puts a key into the map at a path. */
function inserted(
  request: FixRequest,
  path: JsonPath,
  key: string,
  value: Json,
  where: 'first' | 'last',
  preferred = false,
): FixedAction[] {
  const map = memberAt(request.outline, path)?.member.value;
  if (map?.kind !== 'map' || entryOf(map, key) !== undefined || map.members.length === 0) return [];
  const after = where === 'last' ? map.members.at(-1) : undefined;
  const changes = insertEntries(request.document.lines, map, after, [[key, value]], 2);
  return [quickFix(request, `Add \`${key}: ${String(value)}\``, changes, preferred)];
}

/** `- src` becomes a step that runs `src`. */
function stepOfPath(request: FixRequest): FixedAction[] {
  const step = memberAt(request.outline, request.path)?.member.value;
  if (step?.kind !== 'scalar' || typeof step.value !== 'string') return [];
  const text = printFlow({ path: step.value, provisioner: 'opentofu' });
  return [quickFix(request, `Write \`${text}\``, [{ start: step.start, end: step.end, text }], true)];
}

/** A bundle without a name gets that of its folder. */
function nameOfFolder({ document, outline, ...request }: FixRequest): FixedAction[] {
  const [first] = outline?.kind === 'map' ? outline.members : [];
  if (outline?.kind !== 'map' || outline.flow || first === undefined || entryOf(outline, 'name')) return [];
  const folder = decodeURIComponent(document.uri.split('/').at(-2) ?? '');
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  if (!bundleName.test(name)) return [];
  const changes = insertEntries(document.lines, outline, undefined, [['name', name]], 2);
  return [quickFix({ document, outline, ...request }, `Add \`name: ${name}\``, changes, true)];
}

function completedOrder(request: FixRequest): FixedAction[] {
  const { document, outline, data, path } = request;
  const list = memberAt(outline, path)?.member.value;
  const missing = Array.isArray(data['missing']) ? (data['missing'] as string[]) : [];
  if (list?.kind !== 'sequence' || list.members.length === 0) return [];
  const add = (names: readonly string[]): Change[] => insertItems(document.lines, list, list.members.at(-1), names, 2);
  const shown = missing.length === 1 ? `\`${missing[0]}\`` : `the ${missing.length} that are missing`;
  return [
    quickFix(request, `Add ${shown}`, add(missing), true),
    quickFix(request, "Add `'*'` for the rest", add(['*'])),
  ];
}

/** `$md: {sensitive: true}` becomes `$md.sensitive: true`. */
function flatMetadata(request: FixRequest): FixedAction[] {
  const { document, outline, path } = request;
  const found = memberAt(outline, path);
  const value = valueOf(found?.member.value);
  if (found?.container.kind !== 'map' || !isObject(value) || Object.keys(value).length === 0) return [];
  const { member, container } = found;
  if (document.text.slice(member.start, member.end).includes('#')) return [];
  const entries = Object.entries(value).map(([key, inner]) => [`$md.${key}`, inner as Json] as const);
  const indent = document.lines.column(member.start);
  const text = container.flow
    ? entries.map(([key, inner]) => printFlowEntry(key, inner)).join(', ')
    : entries
        .flatMap(([key, inner]) => printBlockEntry(key, inner, indent, { step: 2, blockStrings: false }))
        .join(document.lines.lineBreak(member.start))
        .slice(indent);
  const names = entries.map(([key]) => `\`${key}\``).join(' and ');
  return [quickFix(request, `Write ${names}`, [{ start: member.start, end: member.end, text }], true)];
}

/** Resource types that are called like the slot. */
function missingType(request: FixRequest): FixedAction[] {
  const { document, path } = request;
  const name = String(path.at(-1));
  const types = document.registry.resourceTypes().map((type) => type.name);
  const wanted = parseTypeReference(name)?.name ?? name;
  const near = types.includes(wanted) ? [wanted] : closest(wanted.replaceAll('_', '-'), types);
  const key = path[0] === 'connections' || path[0] === 'artifacts' ? '$ref' : 'resource_type';
  return near.flatMap((type) => inserted(request, path, key, type, 'first', near.length === 1));
}

/** Conditions that slipped out of `params` go back to its end. */
function movedDependencies(request: FixRequest): FixedAction[] {
  const { document, outline } = request;
  const params = memberAt(outline, ['params'])?.member.value;
  const found = memberAt(outline, ['dependencies']);
  if (params?.kind !== 'map' || params.flow || found?.container.kind !== 'map' || found.container.flow) return [];
  const last = params.members.at(-1);
  if (last === undefined || entryOf(params, 'dependencies') !== undefined) return [];
  const { lines, text } = document;
  const { member } = found;
  const pad = ' '.repeat(lines.column(last.start));
  const moved = text
    .slice(member.start, lines.lineEnd(member.end))
    .split(/\r?\n/)
    .map((line) => (line.trim() === '' ? '' : pad + line));
  const changes = [insertLinesAfter(lines, last, moved), ...removeMembers(lines, found.container, new Set([member]))];
  return [quickFix(request, 'Move it into `params`', changes, true)];
}

/** `required: true` inside a property becomes its name in the list beside `properties`. */
function requiredFlag(request: FixRequest): FixedAction[] {
  const { outline, path } = request;
  const flag = valueOf(memberAt(outline, path)?.member.value);
  const [properties, name] = path.slice(-3, -1);
  if (typeof flag !== 'boolean' || properties !== 'properties' || typeof name !== 'string') return [];
  const removed = removalChanges(request, path);
  const schemaPath = path.slice(0, -3);
  const schema = schemaPath.length === 0 ? outline : memberAt(outline, schemaPath)?.member.value;
  if (removed === undefined || schema?.kind !== 'map') return [];
  if (!flag) return [quickFix(request, 'Remove `required: false`', removed, true)];
  const added = requiredName(request, schema, name);
  return added === undefined
    ? []
    : [quickFix(request, `Add \`${name}\` to \`required\``, [...removed, ...added], true)];
}

/** Puts a name into the `required` list of a schema; undefined when that list is none to add to. */
export function requiredName(
  { document }: FixRequest,
  schema: Outline & { kind: 'map' },
  name: string,
): Change[] | undefined {
  const required = entryOf(schema, 'required');
  const list = required?.value;
  if (required === undefined) return insertEntries(document.lines, schema, undefined, [['required', [name]]], 2);
  if (list?.kind !== 'sequence' || list.members.length === 0) return undefined;
  const names = valueOf(list);
  if (Array.isArray(names) && names.includes(name)) return [];
  return insertItems(document.lines, list, list.members.at(-1), [name], 2);
}
