import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { layoutSchema, type Layout } from '@patchbay/language-server/protocol';
import * as v from 'valibot';

/** Where a node's top left corner is, in diagram units. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** Node name → position. A Map, because `constructor` is a fine name for a component. */
export type Positions = ReadonlyMap<string, Position>;

export type LayoutFile =
  | { readonly kind: 'read'; readonly positions: Positions }
  | { readonly kind: 'missing' }
  /** It is there and means something to somebody: not to be written over. */
  | { readonly kind: 'unreadable'; readonly reason: string };

const largest = 5_000_000;

/** `infra.yaml` → `infra.layout.json`, beside it. */
export function layoutPath(manifestPath: string): string {
  const { dir, name } = path.parse(manifestPath);
  return path.join(dir, `${name}.layout.json`);
}

/** Reads a layout file; says why it cannot instead of throwing. */
export async function readLayoutFile(file: string): Promise<LayoutFile> {
  let text: string;
  try {
    if ((await stat(file)).size > largest) return { kind: 'unreadable', reason: 'it is larger than 5 MB' };
    text = await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? { kind: 'missing' } : { kind: 'unreadable', reason: (error as Error).message };
  }
  return parseLayout(text);
}

/** Reads the text of a layout file. */
export function parseLayout(text: string): LayoutFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', reason: 'it is not JSON' };
  }
  const layout = v.safeParse(layoutSchema, value);
  if (!layout.success) return { kind: 'unreadable', reason: 'it is not a map of names to { "x": …, "y": … }' };
  return { kind: 'read', positions: new Map(Object.entries(layout.output)) };
}

/** The text of a layout file: one node a line, sorted, so that a diff shows who moved. */
export function formatLayout(positions: Positions): string {
  const lines = [...positions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { x, y }]) => `  ${JSON.stringify(name)}: { "x": ${Math.round(x)}, "y": ${Math.round(y)} }`);
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

/** Writes the whole file or leaves the old one; a symbolic link is replaced, never followed. */
export async function writeLayoutFile(file: string, positions: Positions): Promise<void> {
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(unfinished, formatLayout(positions), { flag: 'wx' });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** As the webview takes it: a null-prototype object. */
export function asLayout(positions: Positions): Layout {
  const layout = Object.create(null) as Layout;
  for (const [name, position] of positions) layout[name] = position;
  return layout;
}
