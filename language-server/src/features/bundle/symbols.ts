import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import type { JsonPath } from '../../model/schema/json-schema.ts';
import { getOwn, isObject } from '../../model/schema/own-property.ts';
import { typeName } from '../describe-schema.ts';
import { valueAt, type BundleDocument } from './document.ts';

const deepest = 24;

/** The outline of a file: its sections, and in them params, slots, resources, steps, secrets. */
export function symbolsInBundle(document: BundleDocument): DocumentSymbol[] {
  return Object.keys(document.root).map((key) =>
    symbol(document, [key], SymbolKind.Namespace, childrenOf(document, key)),
  );
}

function childrenOf(document: BundleDocument, section: string): DocumentSymbol[] {
  const [schemaSection] = document.schemaPath;
  if (section === schemaSection || (schemaSection === undefined && section === 'properties'))
    return propertySymbols(document, document.schemaPath);
  switch (section) {
    case 'dependencies':
    case 'resources':
      return entries(document, [section], SymbolKind.Interface);
    case 'connections':
    case 'artifacts':
      return entries(document, [section, 'properties'], SymbolKind.Interface);
    case 'app':
      return entries(document, ['app'], SymbolKind.Namespace).map((child) => ({
        ...child,
        children: entries(
          document,
          ['app', child.name],
          child.name === 'secrets' ? SymbolKind.Key : SymbolKind.Variable,
        ),
      }));
    case 'steps':
    case 'checks':
      return items(document, section);
    default:
      return [];
  }
}

function propertySymbols(document: BundleDocument, schemaPath: JsonPath): DocumentSymbol[] {
  const schema = valueAt(document.root, schemaPath);
  if (!isObject(schema) || schemaPath.length > deepest) return [];
  const properties = getOwn(schema, 'properties');
  const own = Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => {
    const path = [...schemaPath, 'properties', name];
    const isItems = isObject(property) && isObject(property['items']);
    const children = propertySymbols(document, isItems ? [...path, 'items'] : path);
    const detail = isObject(property) ? typeName(property) : '';
    return symbol(document, path, children.length > 0 ? SymbolKind.Struct : SymbolKind.Field, children, detail);
  });
  return own;
}

function entries(document: BundleDocument, path: JsonPath, kind: SymbolKind): DocumentSymbol[] {
  const map = valueAt(document.root, path);
  return Object.entries(isObject(map) ? map : {}).map(([name, entry]) => {
    const type = isObject(entry) ? (getOwn(entry, 'resource_type') ?? getOwn(entry, '$ref')) : entry;
    return symbol(document, [...path, name], kind, [], typeof type === 'string' ? type : undefined);
  });
}

function items(document: BundleDocument, section: 'steps' | 'checks'): DocumentSymbol[] {
  const list = getOwn(document.root, section);
  return (Array.isArray(list) ? (list as unknown[]) : []).map((item, index) => {
    const path = [section, index];
    const name = isObject(item) ? getOwn(item, section === 'steps' ? 'path' : 'name') : undefined;
    const detail = isObject(item) ? getOwn(item, 'provisioner') : undefined;
    const label = typeof name === 'string' && name !== '' ? name : `${section.slice(0, -1)} ${index + 1}`;
    const kind = section === 'steps' ? SymbolKind.Module : SymbolKind.Event;
    return { ...symbol(document, path, kind, [], typeof detail === 'string' ? detail : undefined), name: label };
  });
}

function symbol(
  { source, lines, text }: BundleDocument,
  path: JsonPath,
  kind: SymbolKind,
  children: readonly DocumentSymbol[],
  detail?: string,
): DocumentSymbol {
  const selectionRange = source.range(path, 'key');
  const value = source.range(path, 'value');
  // A value that an alias repeats stands elsewhere.
  const isBelow = lines.offsetAt(value.start) >= lines.offsetAt(selectionRange.start);
  const end = isBelow
    ? lines.positionAt(endOfText(text, lines.offsetAt(selectionRange.end), lines.offsetAt(value.end)))
    : selectionRange.end;
  const name = String(path.at(-1));
  return {
    name: name === '' ? '(no name)' : name,
    kind,
    range: { start: selectionRange.start, end },
    selectionRange,
    children: [...children],
    ...(detail ? { detail } : {}),
  };
}

/** The library lets a block go on to the next key: the white space before that is not part of it. */
function endOfText(text: string, from: number, to: number): number {
  return from + text.slice(from, Math.max(from, to)).trimEnd().length;
}
