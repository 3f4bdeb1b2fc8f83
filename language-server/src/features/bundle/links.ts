import type { DocumentLink } from 'vscode-languageserver-types';
import { getOwn } from '../../model/schema/own-property.ts';
import { webAddress } from '../web-address.ts';
import type { BundleDocument } from './document.ts';
import { referencedFile } from './locations.ts';
import { mentionsIn } from './mentions.ts';

/** Files that a `$ref` names, and the address of the bundle's source. */
export function linksInBundle(document: BundleDocument): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { target, range } of mentionsIn(document)) {
    if (target.kind !== 'reference') continue;
    const file = referencedFile(document, target.reference);
    if (file !== undefined) links.push({ range, target: file, tooltip: 'Open the schema' });
  }
  const source = getOwn(document.root, 'source_url');
  const target = typeof source === 'string' ? webAddress(source) : undefined;
  if (target !== undefined)
    links.push({ range: document.source.range(['source_url']), target, tooltip: 'Open the source' });
  return links;
}
