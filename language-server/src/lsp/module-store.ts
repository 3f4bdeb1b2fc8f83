import { fileURLToPath } from 'node:url';
import type { Bundle, Step } from '../model/bundle/bundle.ts';
import type { ModuleFiles } from '../model/module/module.ts';
import { fileKey } from './file-key.ts';

export interface ModuleStoreOptions {
  /** Reads the modules of the bundle with this URI. */
  readonly read: (uri: string, steps: readonly Step[]) => Promise<readonly ModuleFiles[]>;
  /** Called when the modules of a bundle are others: what is wrong with it may be something else now. */
  readonly changed: (uri: string) => void;
}

interface Known {
  /** The steps they were read for, and what tells them from others. */
  readonly steps: readonly Step[];
  readonly key: string;
  /** As they are on disk. */
  readonly saved: readonly ModuleFiles[];
  /** With the unsaved texts of open files. */
  readonly modules: readonly ModuleFiles[];
}

/**
 * The modules of the bundles that are open. Nobody waits for them: what is known is there at once,
 * and what was read later is told.
 */
export class ModuleStore {
  readonly #options: ModuleStoreOptions;
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Texts of open files, by their keys. */
  readonly #overlay = new Map<string, string>();
  /** Bundles whose modules are others on disk than what was read. */
  readonly #stale = new Set<string>();

  constructor(options: ModuleStoreOptions) {
    this.#options = options;
  }

  /** The modules of a bundle as far as they were read; reads them when they were not, or when its steps are others now. */
  modules({ uri, steps }: Pick<Bundle, 'uri' | 'steps'>): readonly ModuleFiles[] {
    const key = JSON.stringify(steps);
    const known = this.#known.get(uri);
    if (known?.key === key) return known.modules;
    if (this.#reading.get(uri) !== key) void this.#read(uri, steps, key);
    return [];
  }

  /** Some file changed on disk: the bundles around it are read again, soon. */
  fileChanged(path: string): void {
    for (const uri of this.#known.keys()) {
      const folder = fileURLToPath(new URL('.', uri));
      if (!path.startsWith(folder)) continue;
      this.#stale.add(uri);
      this.#later(uri);
    }
  }

  /** The unsaved text of an open file takes the place of what is on disk; undefined ends that. */
  overlay(uri: string, text: string | undefined): void {
    const key = fileKey(uri);
    if (this.#overlay.get(key) === text) return;
    if (text === undefined) this.#overlay.delete(key);
    else this.#overlay.set(key, text);
    for (const [bundle, { saved }] of this.#known) {
      if (saved.some(({ files }) => files.some((file) => fileKey(file.uri) === key))) this.#later(bundle);
    }
  }

  /** The bundle was closed. */
  forget(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#known.delete(uri);
    this.#reading.delete(uri);
    this.#stale.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.#timers.keys()]) this.forget(uri);
  }

  /** A burst of changes, as from a checkout or from typing, counts once; until then what was known holds. */
  #later(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    const timer = setTimeout(() => {
      this.#timers.delete(uri);
      const known = this.#known.get(uri);
      if (known === undefined) return;
      if (this.#stale.delete(uri)) void this.#read(uri, known.steps, known.key);
      else this.#replace(uri, known);
    }, 100);
    this.#timers.set(uri, timer);
  }

  async #read(uri: string, steps: readonly Step[], key: string): Promise<void> {
    this.#reading.set(uri, key);
    const saved = await this.#options.read(uri, steps).catch(() => []);
    // Newer steps are being read, or nobody is interested any more.
    if (this.#reading.get(uri) !== key) return;
    this.#reading.delete(uri);
    this.#replace(uri, { steps, key, saved });
  }

  #replace(uri: string, known: Omit<Known, 'modules'>): void {
    this.#known.set(uri, { ...known, modules: known.saved.map((module) => this.#overlaid(module)) });
    this.#options.changed(uri);
  }

  /** The same object where nothing is unsaved, so that nothing is read again. */
  #overlaid(module: ModuleFiles): ModuleFiles {
    const files = module.files.map((file) => {
      const text = this.#overlay.get(fileKey(file.uri));
      return text === undefined || text === file.text ? file : { ...file, text };
    });
    return files.every((file, index) => file === module.files[index]) ? module : { ...module, files };
  }
}
