import { CompletionItemKind } from 'vscode-languageserver-types';
import { metaSchemasAt } from '../../../model/bundle/meta-schema-lookup.ts';
import type { JsonSchema } from '../../../model/schema/json-schema.ts';
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
  if (means.includes('jq') || isConfig) return jqProposals(line, (path) => namesOfInput(document, path));
  if (means.includes('slot-jq')) {
    const connection = valueAt(document.root, [...cursor.path.slice(0, -1), 'connection']);
    return jqProposals(line, (path) => namesOfSlot(document, String(connection), path));
  }
  if (!means.includes('cel')) return undefined;
  const [, path = '', typed = ''] = celPath.exec(line) ?? [];
  const names = path.split('.').filter((name) => name !== '');
  if (names.length === 0) return { typed, proposals: ['params', 'plan'].map((name) => named(name)) };
  return { typed, proposals: names[0] === 'params' ? namesOfSchema(document.schema, names.slice(1)) : [] };
}

function jqProposals(line: string, names: (path: readonly string[]) => Proposal[]): ExpressionProposals | undefined {
  const match = jqPath.exec(line);
  if (match === null) return undefined;
  const [, written = '', typed = ''] = match;
  const path = [...written.matchAll(/\.([A-Za-z_]\w*)(\[\d*\])?/g)].flatMap(([, name = '', item]) =>
    item === undefined ? [name] : [name, 'items'],
  );
  return { typed, proposals: names(path) };
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
