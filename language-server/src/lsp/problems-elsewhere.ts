import type { Problem } from '../model/problem.ts';
import { fileKey } from './file-key.ts';

interface Found {
  readonly uri: string;
  readonly problems: readonly Problem[];
}

/** What the look at open files found to be wrong with other files, which may be open or not. */
export class ProblemsElsewhere {
  /** By the key of the file that was looked at, then by that of the other. */
  readonly #found = new Map<string, ReadonlyMap<string, Found>>();

  /** @returns the URIs of the files whose problems are others now. */
  replace(by: string, problems: ReadonlyMap<string, readonly Problem[]>): readonly string[] {
    const looked = fileKey(by);
    const before = this.#found.get(looked) ?? new Map<string, Found>();
    const after = new Map([...problems].map(([uri, found]) => [fileKey(uri), { uri, problems: found }]));
    if (after.size > 0) this.#found.set(looked, after);
    else this.#found.delete(looked);
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => {
      const [old, now] = [before.get(key)?.problems, after.get(key)?.problems];
      return JSON.stringify(old) !== JSON.stringify(now);
    });
    return changed.flatMap((key) => after.get(key)?.uri ?? before.get(key)?.uri ?? []);
  }

  /** The file that was looked at is closed. */
  forget(by: string): readonly string[] {
    return this.replace(by, new Map());
  }

  of(uri: string): readonly Problem[] {
    const key = fileKey(uri);
    return [...this.#found.values()].flatMap((found) => found.get(key)?.problems ?? []);
  }
}
