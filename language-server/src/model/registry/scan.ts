import { isTemplate } from '../bundle/template.ts';
import type { Origin, RegistryFile, RegistrySource } from './registry.ts';

/** A bundle that was seen, not read: its name and version stand in the first lines of its text. */
export interface BundleFile {
  readonly file: RegistryFile;
  readonly origin: Origin;
  readonly name: string;
  readonly version: string;
}

/** A file that may be a resource type or a schema fragment. */
export interface DocumentFile {
  readonly file: RegistryFile;
  readonly origin: Origin;
}

export interface RegistryScan {
  /** In the order in which they shadow each other. */
  readonly bundles: readonly BundleFile[];
  readonly documents: readonly DocumentFile[];
  /** Every file, by URI. */
  readonly files: ReadonlyMap<string, RegistryFile>;
}

/** Nearest first: what a workspace has shadows what ships with the product. */
export const originOrder: readonly Origin[] = ['workspace', 'folder', 'oci', 'built-in'];

/** Sorts the files of all sources by what they are, without parsing any. */
export function scanSources(sources: readonly RegistrySource[]): RegistryScan {
  const bundles: BundleFile[] = [];
  const documents: DocumentFile[] = [];
  const files = new Map<string, RegistryFile>();
  const ordered = [...sources].sort((a, b) => originOrder.indexOf(a.origin) - originOrder.indexOf(b.origin));
  for (const { origin, files: found } of ordered) {
    for (const file of found) {
      if (files.has(file.uri)) continue;
      files.set(file.uri, file);
      if (!isBundleFile(file.uri)) documents.push({ file, origin });
      else if (!isTemplate(file.text)) bundles.push({ file, origin, ...readHeader(file) });
    }
  }
  return { bundles, documents, files };
}

/** True for `massdriver.yaml` and `bundle.yaml`. */
export function isBundleFile(uri: string): boolean {
  return /(?:^|[/\\])(?:massdriver|bundle)\.ya?ml$/.test(uri);
}

/** `aws-region` of `…/types/aws-region.json`. */
export function fileNameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return name.replace(/\.[^.]*$/, '');
}

/** Name of the folder that holds a file. */
export function folderOf(uri: string): string {
  return uri.split('/').at(-2) ?? '';
}

function readHeader({ uri, text }: RegistryFile): { name: string; version: string } {
  const version = topLevelScalar(text, 'version') ?? '';
  const name = topLevelScalar(text, 'name');
  // A bundle without a name is broken; under its folder's name it is found and says so.
  return { name: name ?? decoded(folderOf(uri)), version: /^\d+\.\d+\.\d+$/.test(version) ? version : '0.0.0' };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The value of a `key: value` line at the left margin, in block or JSON style. */
export function topLevelScalar(text: string, key: string): string | undefined {
  const value = new RegExp(
    `^${key}[ \\t]*:[ \\t]+(?:"([^"\\n]*)"|'([^'\\n]*)'|([^\\s#"'][^\\n]*?))[ \\t]*(?:[ \\t]#[^\\n]*)?\\r?$`,
    'm',
  ).exec(text);
  return value?.[1] ?? value?.[2] ?? value?.[3];
}

/** The same, for a text that may be a block scalar; its lines are joined as a folded one's would be. */
export function topLevelText(text: string, key: string): string | undefined {
  const scalar = topLevelScalar(text, key);
  if (scalar === undefined || !/^[|>][+-]?\d?[+-]?$/.test(scalar)) return scalar;
  const block = new RegExp(`^${key}[ \\t]*:.*\\r?\\n((?:[ \\t]+[^\\n]*\\n?|\\r?\\n)*)`, 'm').exec(text)?.[1] ?? '';
  return block.replaceAll(/\s+/g, ' ').trim();
}
