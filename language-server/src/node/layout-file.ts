import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const largest = 5_000_000;

/** The text of a layout file; undefined when there is none, or it is too large to be one. */
export async function readLayout(uri: string): Promise<string | undefined> {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const path = fileURLToPath(uri);
    return (await stat(path)).size > largest ? undefined : await readFile(path, 'utf8');
  } catch {
    // Nobody moved a node yet.
    return undefined;
  }
}
