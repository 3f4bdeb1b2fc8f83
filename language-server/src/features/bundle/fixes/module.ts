import { CodeActionKind } from 'vscode-languageserver-types';
import { insertEntries } from '../../../model/edit/insert.ts';
import { entryOf } from '../../../model/edit/outline.ts';
import type { Json } from '../../../model/schema/json-schema.ts';
import type { FixedAction } from '../../code-actions/fix.ts';
import { mentionAt } from '../mentions.ts';
import { isRenameable } from '../rename-places.ts';
import { renameTarget } from '../rename.ts';
import { memberAt, quickFix, type FixRequest } from './fix.ts';
import { requiredName } from './structure.ts';

/** Fixes for a contract that does not agree with its modules: the bundle's side of it. */
export function moduleFixes(request: FixRequest): FixedAction[] {
  switch (request.problem.code) {
    case 'unused-param':
    case 'unused-dependency':
    case 'resource-not-given':
      return renamed(request);
    case 'module-variable-unfilled':
    case 'module-variable-undeclared':
      return declaredParam(request);
    case 'module-variable-optional':
      return madeRequired(request);
    case 'chart-value-unknown':
    case 'chart-value-missing':
    case 'module-variable-attribute':
      return request.data['require'] === undefined ? renamed(request) : madeRequired(request);
    default:
      return [];
  }
}

/** The name as the module has it, in every place of the bundle that speaks of it. */
function renamed({ document, data, problem, modules }: FixRequest): FixedAction[] {
  const name = data['suggestion'];
  const target = mentionAt(document, problem.range.start)?.target;
  if (typeof name !== 'string' || target === undefined || !isRenameable(target)) return [];
  const result = renameTarget(document, target, name, modules);
  if (result.kind === 'refused') return [];
  const changes = Object.fromEntries(result.changes);
  const title = `Rename to \`${name}\``;
  return [{ title, kind: CodeActionKind.QuickFix, edit: { changes }, isPreferred: true, problem }];
}

const types: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/^string\b/, 'string'],
  [/^number\b/, 'number'],
  [/^bool\b/, 'boolean'],
  [/^(?:list|set|tuple)\b/, 'array'],
  [/^(?:map|object)\b/, 'object'],
];

/** A param for a variable of the module, of the type that the variable says. */
function declaredParam(request: FixRequest): FixedAction[] {
  const { document, outline, data } = request;
  const name = data['name'];
  const params = memberAt(outline, ['params'])?.member.value;
  const properties = entryOf(params, 'properties')?.value;
  if (typeof name !== 'string' || params?.kind !== 'map' || properties?.kind !== 'map') return [];
  if (properties.members.length === 0 || entryOf(properties, name) !== undefined) return [];
  const written = String(data['type'] ?? '');
  const type = types.find(([pattern]) => pattern.test(written))?.[1] ?? 'string';
  const property: Json = { type, title: titleOf(name) };
  const added = insertEntries(document.lines, properties, properties.members.at(-1), [[name, property]], 2);
  // A variable without a default needs its value always.
  const required = request.problem.code === 'module-variable-unfilled' ? requiredName(request, params, name) : [];
  return [quickFix(request, `Declare the param \`${name}\``, [...added, ...(required ?? [])], false)];
}

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The param or the slot must be there, for its variable has no default. */
function madeRequired(request: FixRequest): FixedAction[] {
  const { document, outline, path } = request;
  const name = path.at(-1);
  if (typeof name !== 'string') return [];
  if (path[0] === 'dependencies' && path.length === 2) {
    const slot = memberAt(outline, path)?.member.value;
    if (slot?.kind !== 'map' || slot.members.length === 0 || entryOf(slot, 'required') !== undefined) return [];
    const changes = insertEntries(document.lines, slot, slot.members.at(-1), [['required', true]], 2);
    return [quickFix(request, `Require \`${name}\``, changes, true)];
  }
  if (path.at(-2) !== 'properties') return [];
  const schema = memberAt(outline, path.slice(0, -2))?.member.value;
  const changes = schema?.kind === 'map' ? requiredName(request, schema, name) : undefined;
  return changes === undefined ? [] : [quickFix(request, `Require \`${name}\``, changes, true)];
}
