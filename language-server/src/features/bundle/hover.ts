import { MarkupKind, type Hover, type Position, type Range } from 'vscode-languageserver-types';
import { keySchema, metaSchemasAt } from '../../model/bundle/meta-schema-lookup.ts';
import type { ModuleFiles } from '../../model/module/module.ts';
import type { MetaSchema } from '../../model/bundle/meta-schema-vocabulary.ts';
import { codeText } from '../describe-schema.ts';
import { cursorAt, type Cursor } from '../cursor.ts';
import { describeTarget, joined } from './describe.ts';
import type { BundleDocument } from './document.ts';
import { expressionsIn, readTargets } from './expression-mentions.ts';
import { mentionAt } from './mentions.ts';
import { describeInModules } from './module-places.ts';

/**
 * What is known about the word at a position: what a name stands for, else what a keyword means.
 *
 * @param modules of the bundle, as far as they were read.
 */
export function hoverInBundle(
  document: BundleDocument,
  position: Position,
  modules: readonly ModuleFiles[] = [],
): Hover | undefined {
  const mention = mentionAt(document, position);
  const described =
    mention === undefined
      ? ''
      : joined([describeTarget(document, mention.target), describeInModules(document, mention.target, modules)]);
  if (mention !== undefined && described !== '') return hoverOf(described, mention.range);
  const { lines, text, metaSchema } = document;
  const cursor = cursorAt(text, lines.offsetAt(position));
  if (cursor === undefined) return undefined;
  const range: Range = {
    start: lines.positionAt(cursor.token.start),
    end: lines.positionAt(cursor.token.end),
  };
  if (cursor.at === 'key') {
    const schema = cursor.text === '' ? undefined : keySchema(metaSchema, cursor.path, cursor.text);
    return schema && hoverOf(keyDocumentation(schema), range);
  }
  return hoverOf(joined([valueDocumentation(document, cursor), expressionDocumentation(document, cursor)]), range);
}

/** Title and description of a key, as Markdown. */
export function keyDocumentation({ title, description, enum: choices }: MetaSchema): string {
  const values = choices?.map((choice) => `\`${codeText(String(choice))}\``).join(', ');
  return joined([
    title === undefined ? '' : `**${title}**`,
    description ?? '',
    values === undefined ? '' : `One of ${values}.`,
  ]);
}

function valueDocumentation({ metaSchema }: BundleDocument, cursor: Cursor): string {
  for (const { anyOf } of metaSchemasAt(metaSchema, cursor.path)) {
    const choice = anyOf?.find(({ const: value }) => value === cursor.text.replace(/:[^:]*$/, ''));
    if (choice?.description !== undefined) return choice.description;
  }
  return '';
}

function expressionDocumentation(document: BundleDocument, cursor: Cursor): string {
  const key = JSON.stringify(cursor.path);
  const expression = expressionsIn(document).find(({ path }) => JSON.stringify(path) === key);
  if (expression === undefined) return '';
  const names = new Set(
    readTargets(expression).flatMap(({ target }) => {
      if (target.kind === 'param') return [`params.${target.path.join('.')}`];
      if (target.kind === 'payload') return [`${target.slot}.${target.path.join('.')}`];
      return target.kind === 'slot' || target.kind === 'secret' ? [target.name] : [];
    }),
  );
  // Of `a` and `a.b`, only what is read in the end is worth a word.
  const read = [...names].filter((name) => ![...names].some((other) => other.startsWith(`${name}.`)));
  return read.length === 0 ? '' : `Reads ${read.map((name) => `\`${codeText(name)}\``).join(', ')}.`;
}

function hoverOf(value: string, range: Range): Hover | undefined {
  return value === '' ? undefined : { contents: { kind: MarkupKind.Markdown, value }, range };
}
