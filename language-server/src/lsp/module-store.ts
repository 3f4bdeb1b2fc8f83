import { fileURLToPath } from 'node:url';
import type { Bundle, Step } from '../model/bundle/bundle.ts';
import type { ModuleFiles } from '../model/module/module.ts';

export interface ModuleStoreOptions {
  /** Reads the modules of the bundle with this URI. */
  readonly read: (uri: string, steps: readonly Step[]) => Promise<readonly ModuleFiles[]>;
  /** Called when the modules of a bundle were read: what is wrong with it may be something else now. */
  readonly changed: (uri: string) => void;
}

interface Known {
  /** The steps they were read for, and what tells them from others. */
  readonly steps: readonly Step[];
  readonly key: string;
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
      if (path.startsWith(folder)) this.#later(uri);
    }
  }

  /** The bundle was closed. */
  forget(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#known.delete(uri);
    this.#reading.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.#timers.keys()]) this.forget(uri);
  }

  /** A burst of changes, as from a checkout, is read once; until then what was known holds. */
  #later(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    const timer = setTimeout(() => {
      this.#timers.delete(uri);
      const known = this.#known.get(uri);
      if (known !== undefined) void this.#read(uri, known.steps, known.key);
    }, 100);
    this.#timers.set(uri, timer);
  }

  async #read(uri: string, steps: readonly Step[], key: string): Promise<void> {
    this.#reading.set(uri, key);
    const modules = await this.#options.read(uri, steps).catch(() => []);
    // Newer steps are being read, or nobody is interested any more.
    if (this.#reading.get(uri) !== key) return;
    this.#reading.delete(uri);
    this.#known.set(uri, { steps, key, modules });
    this.#options.changed(uri);
  }
}
