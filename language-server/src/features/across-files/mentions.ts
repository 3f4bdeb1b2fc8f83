import type { Range } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import { isManifestFile, parseManifest } from '../../model/manifest/parse.ts';
import { registryFiles } from '../../model/registry/create.ts';
import type { Origin, Registry } from '../../model/registry/registry.ts';
import { fileNameOf, isBundleFile, topLevelScalar } from '../../model/registry/scan.ts';
import { looksLikeResourceType } from '../file-problems.ts';
import { openBundleDocument, openSchemaFile, type BundleDocument } from '../bundle/document.ts';
import { mentionsIn } from '../bundle/mentions.ts';
import type { Steps } from '../steps.ts';
import { keyOfName, namesInManifest, sharedNameOf, type SharedName } from './names.ts';

/** Every file that may speak of a name. */
export interface KnownFiles {
  readonly registry: Registry;
  /** The open ones; those that are not open are found in the registry's folders. */
  readonly manifests: Iterable<Manifest>;
  /** The newest text of an open file: the registry follows a moment later. */
  readonly text: (uri: string) => string | undefined;
}

/** A place in some file that speaks of a name. */
export interface SharedMention {
  readonly uri: string;
  /** The name alone, or the whole reference where the name is not plain in it. */
  readonly range: Range;
  /** What stands in the range. */
  readonly written: string;
  /** This file is where the name comes from. */
  readonly declares: boolean;
  /** Where the file comes from; undefined for an open manifest outside of the registry. */
  readonly origin: Origin | undefined;
  /** The mention is a `$ref` that leads to a file by its address, whatever is declared there. */
  readonly byAddress: boolean;
}

/** Every mention of a name, a step for each file: bundles, resource types and schemas in the order of the registry, then manifests. */
export function* mentionsAcross(files: KnownFiles, name: SharedName): Steps<SharedMention[]> {
  const { registry } = files;
  const open = new Map(Array.from(files.manifests, (manifest) => [manifest.uri, manifest]));
  const mayMention = quickTest(name);
  const mentions: SharedMention[] = [];
  const closed: SharedMention[] = [];
  const origins = new Map<string, Origin>();
  for (const { file, origin } of registryFiles(registry)) {
    origins.set(file.uri, origin);
    if (open.has(file.uri)) continue;
    const text = files.text(file.uri) ?? file.text;
    if (!mayMention(file.uri, text)) continue;
    if (isManifestFile(file.uri)) closed.push(...mentionsInManifest(parseManifest(file.uri, 0, text), name, origin));
    else mentions.push(...mentionsInDocument(openFile(file.uri, text, registry), name, origin));
    yield;
  }
  for (const manifest of open.values()) {
    mentions.push(...mentionsInManifest(manifest, name, origins.get(manifest.uri)));
    yield;
  }
  return [...mentions, ...closed];
}

/** Most files do not have the name at all: they need not be read. */
function quickTest(name: SharedName): (uri: string, text: string) => boolean {
  const word = name.kind === 'file' ? decoded(fileNameOf(name.uri)) : name.name;
  const whole = new RegExp(`(?<![\\w-])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
  return (uri, text) => {
    // Bundles are named in manifests; another bundle may have the same word for something else.
    if (name.kind === 'bundle' && !isManifestFile(uri)) return topLevelScalar(text, 'name') === word;
    return text.includes(word) && whole.test(text);
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function openFile(uri: string, text: string, registry: Registry): BundleDocument | undefined {
  if (isBundleFile(uri)) return openBundleDocument('bundle', uri, text, registry);
  if (looksLikeResourceType(uri, text)) return openBundleDocument('resource-type', uri, text, registry);
  return uri.endsWith('.json') && text.includes('"$ref"') ? openSchemaFile(uri, text, registry) : undefined;
}

function mentionsInDocument(
  document: BundleDocument | undefined,
  name: SharedName,
  origin: Origin | undefined,
): SharedMention[] {
  if (document === undefined) return [];
  const key = keyOfName(name);
  const { uri, lines, text } = document;
  return mentionsIn(document).flatMap(({ target, range, declares }) => {
    const shared = sharedNameOf(document, target);
    if (shared === undefined || keyOfName(shared) !== key) return [];
    const from = lines.offsetAt(range.start);
    const whole = text.slice(from, lines.offsetAt(range.end));
    const span = nameSpan(whole, name);
    const place = { start: lines.positionAt(from + span.start), end: lines.positionAt(from + span.end) };
    const byAddress = target.kind === 'reference' && isAddress(whole);
    return [{ uri, range: place, written: whole.slice(span.start, span.end), declares, origin, byAddress }];
  });
}

function mentionsInManifest(manifest: Manifest, name: SharedName, origin: Origin | undefined): SharedMention[] {
  if (name.kind === 'file') return [];
  const key = keyOfName(name);
  const mentions: SharedMention[] = [];
  for (const { name: named, slice, span } of namesInManifest(manifest)) {
    if (keyOfName(named) !== key) continue;
    const whole = slice.text.slice(span.start, span.end);
    const { start, end } = nameSpan(whole, name);
    const range = manifest.range(slice, { start: span.start + start, end: span.start + end });
    const written = whole.slice(start, end);
    mentions.push({ uri: manifest.uri, range, written, declares: false, origin, byAddress: false });
  }
  return mentions;
}

/** Where the name stands in `"massdriver/NAME@~1"`; all of it where it does not stand there so plainly. */
export function nameSpan(written: string, name: SharedName): { readonly start: number; readonly end: number } {
  const whole = { start: 0, end: written.length };
  if (name.kind === 'file' || isAddress(written)) return whole;
  const at = written.lastIndexOf('@');
  const address = at > 0 ? written.slice(0, at) : written;
  const slash = address.lastIndexOf('/');
  const start = slash >= 0 ? slash + 1 : /^["']/.test(address) ? 1 : 0;
  return written.startsWith(name.name, start) ? { start, end: start + name.name.length } : whole;
}

/** True for a path and for an address on the web, quotes or not. */
function isAddress(written: string): boolean {
  return /^["']?(?:\.\.?\/|[a-z][a-z0-9+.-]*:\/)/i.test(written);
}
