import { CompletionItemKind } from 'vscode-languageserver-types';
import { expressionInput, payloadOf } from '../../../model/bundle/check/expression-input.ts';
import { metaSchemasAt } from '../../../model/bundle/meta-schema-lookup.ts';
import { builtins, formats } from '../../../model/jq/builtins.ts';
import { names } from '../../../model/jq/shape.ts';
import { ownerAtEnd } from '../../../model/jq/unfinished.ts';
import type { JsonSchema } from '../../../model/schema/json-schema.ts';
import { isObject } from '../../../model/schema/own-property.ts';
import { declaredProperties } from '../../../model/schema/levels.ts';
import type { Proposal } from '../../completion/proposal.ts';
import type { Cursor } from '../../cursor.ts';
import { schemaDocumentation, typeName } from '../../describe-schema.ts';
import { describeTarget, schemaAt } from '../describe.ts';
import { slotNames, valueAt, type BundleDocument } from '../document.ts';
import { typeOfSlot } from '../locations.ts';

/** Names for the path that is being typed in an expression. */
export interface ExpressionProposals {
  readonly proposals: readonly Proposal[];
  /** The part of the name that is there. */
  readonly typed: string;
}

const jqPath = /(?<![\w.)\]}$])((?:\.[A-Za-z_]\w*(?:\[\d*\])?\??)*)\.((?:[A-Za-z_]\w*)?)$/;
const celPath = /(?<![\w.])((?:[A-Za-z_]\w*\.)*)((?:[A-Za-z_]\w*)?)$/;

/** What may follow in a jq or CEL expression; undefined when the cursor is in none, or in another part of it. */
export function expressionProposals(
  document: BundleDocument,
  cursor: Cursor,
  offset: number,
): ExpressionProposals | undefined {
  if (cursor.at === 'key' && typeof cursor.path.at(-1) !== 'number') return undefined;
  const means = metaSchemasAt(document.metaSchema, cursor.path).map((schema) => schema['x-means']);
  const isConfig = cursor.path[0] === 'steps' && cursor.path[2] === 'config' && cursor.path.length > 3;
  const line = document.text.slice(document.lines.lineStart(offset), offset);
  if (means.includes('jq') || isConfig) {
    const input = document.bundle && expressionInput(document.bundle, document.registry);
    const before = expressionBefore(document, cursor, offset);
    return (
      flowingNames(before, input) ??
      jqProposals(line, (path) => namesOfInput(document, path)) ??
      (isConfig ? undefined : wordProposals(before))
    );
  }
  if (means.includes('slot-jq')) {
    const connection = String(valueAt(document.root, [...cursor.path.slice(0, -1), 'connection']));
    const slot = document.bundle?.dependencies.get(connection);
    const before = expressionBefore(document, cursor, offset);
    return (
      flowingNames(before, slot && payloadOf(slot, document.registry)) ??
      jqProposals(line, (path) => namesOfSlot(document, connection, path)) ??
      wordProposals(before)
    );
  }
  if (!means.includes('cel')) return undefined;
  const [, path = '', typed = ''] = celPath.exec(line) ?? [];
  const steps = path.split('.').filter((name) => name !== '');
  if (steps.length === 0) return { typed, proposals: ['params', 'plan'].map((name) => named(name)) };
  return { typed, proposals: steps[0] === 'params' ? namesOfSchema(document.schema, steps.slice(1)) : [] };
}

/** The expression up to the cursor, as jq reads it. */
function expressionBefore({ root, source, lines, text }: BundleDocument, cursor: Cursor, offset: number): string {
  const isRead = typeof valueAt(root, cursor.path) === 'string';
  const start = isRead ? lines.offsetAt(source.range(cursor.path, 'value').start) : cursor.token.start;
  const written = text.slice(start, offset);
  if (/^[|>]/.test(written)) return written.replace(/^[^\n]*(?:\n|$)/, '');
  if (written.startsWith("'")) return written.slice(1).replaceAll("''", "'");
  return written.startsWith('"') ? written.slice(1).replace(/\\(["\\/])/g, '$1') : written;
}

/** Names of what flows to the cursor, where that is not the whole input: behind a pipe, a variable, in brackets. */
function flowingNames(before: string, input: JsonSchema | undefined): ExpressionProposals | undefined {
  const typed = /\.((?:[A-Za-z_]\w*)?)$/.exec(before)?.[1];
  const owner = typed === undefined || input === undefined ? undefined : ownerAtEnd(before, input);
  if (typed === undefined || owner === undefined || owner === 'unknown') return undefined;
  const [, written = ''] = jqPath.exec(before) ?? [];
  const path = written.replace(/\[\d+\]/g, '[]').replaceAll('?', '');
  if ((path === '' ? '.' : path) === owner.path) return undefined;
  const proposals = names(owner).map((name) => {
    const property = owner.schemas.flatMap((schema) => (isObject(schema) ? [declaredProperties(schema)[name]] : []))[0];
    if (property === undefined) return named(name);
    return { ...named(name, schemaDocumentation(property)), detail: typeName(property) };
  });
  return { typed, proposals };
}

/** Functions of jq where a word begins, and formats behind `@`. */
function wordProposals(before: string): ExpressionProposals | undefined {
  const format = /(?<![\w.])@(\w*)$/.exec(before)?.[1];
  if (format !== undefined) {
    const proposals = formats.map((label): Proposal => ({ label, kind: CompletionItemKind.Constant }));
    return { typed: format, proposals };
  }
  const word = /(?:^|[|(;,[:]|\b(?:if|then|elif|else|and|or)\s)\s*([a-z]\w*)$/.exec(before)?.[1];
  if (word === undefined) return undefined;
  const functions = [...builtins.keys()].filter((name) => /^[a-z]/.test(name));
  return { typed: word, proposals: functions.map((label) => ({ label, kind: CompletionItemKind.Function })) };
}

function jqProposals(line: string, namesAt: (path: readonly string[]) => Proposal[]): ExpressionProposals | undefined {
  const match = jqPath.exec(line);
  if (match === null) return undefined;
  const [, written = '', typed = ''] = match;
  const path = [...written.matchAll(/\.([A-Za-z_]\w*)(\[\d*\])?/g)].flatMap(([, name = '', item]) =>
    item === undefined ? [name] : [name, 'items'],
  );
  return { typed, proposals: namesAt(path) };
}

function namesOfInput(document: BundleDocument, [section, ...path]: readonly string[]): Proposal[] {
  switch (section) {
    case undefined:
      return ['params', 'connections', 'dependencies', 'secrets'].map((name) => named(name));
    case 'params':
      return namesOfSchema(document.schema, path);
    case 'connections':
    case 'dependencies': {
      const [slot, ...rest] = path;
      if (slot !== undefined) return namesOfSlot(document, slot, rest);
      return slotNames(document).map((name) => named(name, describeTarget(document, { kind: 'slot', name })));
    }
    case 'secrets':
      return [...(document.bundle?.app.secrets.keys() ?? [])].map((name) =>
        named(name, describeTarget(document, { kind: 'secret', name })),
      );
    default:
      return [];
  }
}

function namesOfSlot(document: BundleDocument, slot: string, path: readonly string[]): Proposal[] {
  const type = typeOfSlot(document, slot);
  return type === undefined ? [] : namesOfSchema(type.schema, path);
}

function namesOfSchema(root: JsonSchema, path: readonly string[]): Proposal[] {
  const schema = schemaAt(root, path);
  return Object.entries(schema === undefined ? {} : declaredProperties(schema)).map(([name, property]) => ({
    ...named(name, schemaDocumentation(property)),
    detail: typeName(property),
  }));
}

function named(name: string, documentation = ''): Proposal {
  return { label: name, kind: CompletionItemKind.Field, ...(documentation === '' ? {} : { documentation }) };
}
