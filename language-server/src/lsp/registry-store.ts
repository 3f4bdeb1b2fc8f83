import { createRegistry } from '../model/registry/create.ts';
import type { Origin, Registry, RegistryFile, RegistrySource } from '../model/registry/registry.ts';

/** A folder that the registry reads. */
export interface RegistryFolder {
  readonly origin: Origin;
  /** Absolute path. */
  readonly path: string;
}

export interface RegistryStoreOptions {
  /** Reads all files of a folder; a folder that cannot be read is an error to report. */
  readonly read: (origin: Origin, folder: string) => Promise<RegistrySource>;
  readonly report: (message: string) => void;
  /** Called after each change, with the registry that holds from now on. */
  readonly changed: (registry: Registry) => void;
}

/**
 * The registry of the server: folders on disk, overlaid with the unsaved text of open files.
 * Answers only once all folders were read, so that nobody is told "unknown bundle" too early.
 */
export class RegistryStore {
  readonly #options: RegistryStoreOptions;
  readonly #sources = new Map<string, RegistrySource>();
  readonly #overlay = new Map<string, RegistryFile>();
  #folders: readonly RegistryFolder[] = [];
  #registry: Registry | undefined;
  #reading: Promise<void> = Promise.resolve();
  #scheduled: NodeJS.Timeout | undefined;
  readonly #stalePaths = new Set<string>();

  constructor(options: RegistryStoreOptions) {
    this.#options = options;
  }

  /** The registry, once every folder was read. */
  async ready(): Promise<Registry> {
    await this.#reading;
    return (this.#registry ??= this.#create());
  }

  /** The registry when it is at hand. */
  get current(): Registry | undefined {
    return this.#registry;
  }

  /** Reads these folders, and forgets every other one. */
  setFolders(folders: readonly RegistryFolder[]): Promise<void> {
    this.#folders = folders;
    const kept = new Set(folders.map((folder) => folder.path));
    for (const path of this.#sources.keys()) {
      if (!kept.has(path)) this.#sources.delete(path);
    }
    return this.#enqueue(folders);
  }

  /** Some file changed on disk: reads the folders that hold it again, soon. */
  fileChanged(path: string): void {
    for (const folder of this.#folders) {
      if (path === folder.path || path.startsWith(withSeparator(folder.path))) this.#stalePaths.add(folder.path);
    }
    if (this.#stalePaths.size > 0) this.#later();
  }

  /** The unsaved text of an open file takes the place of what is on disk; undefined ends that. */
  overlay(uri: string, text: string | undefined): void {
    if (this.#overlay.get(uri)?.text === text) return;
    if (text === undefined) this.#overlay.delete(uri);
    else this.#overlay.set(uri, { uri, text });
    this.#later();
  }

  dispose(): void {
    clearTimeout(this.#scheduled);
  }

  /** A burst of changes reads and rebuilds once. */
  #later(): void {
    clearTimeout(this.#scheduled);
    this.#scheduled = setTimeout(() => {
      const stale = this.#folders.filter((folder) => this.#stalePaths.has(folder.path));
      this.#stalePaths.clear();
      void this.#enqueue(stale);
    }, 100);
  }

  #enqueue(folders: readonly RegistryFolder[]): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      await Promise.all(folders.map((folder) => this.#read(folder)));
      this.#replace();
    });
    return this.#reading;
  }

  async #read({ origin, path }: RegistryFolder): Promise<void> {
    try {
      const source = await this.#options.read(origin, path);
      this.#sources.set(path, withKnownFiles(source, this.#sources.get(path)));
    } catch (error) {
      this.#options.report(`The registry folder ${path} could not be read: ${String(error)}`);
    }
  }

  #replace(): void {
    this.#registry = this.#create();
    this.#options.changed(this.#registry);
  }

  #create(): Registry {
    const sources = this.#folders.flatMap((folder) => this.#sources.get(folder.path) ?? []);
    return createRegistry(sources.map((source) => this.#overlaid(source)));
  }

  #overlaid(source: RegistrySource): RegistrySource {
    if (this.#overlay.size === 0) return source;
    return { ...source, files: source.files.map((file) => this.#overlay.get(file.uri) ?? file) };
  }
}

/** The files that say the same as before are the same: what was read of them holds. */
function withKnownFiles(source: RegistrySource, before: RegistrySource | undefined): RegistrySource {
  const known = new Map(before?.files.map((file) => [file.uri, file]));
  const files = source.files.map((file) => {
    const same = known.get(file.uri);
    return same?.text === file.text ? same : file;
  });
  return { ...source, files };
}

function withSeparator(path: string): string {
  return /[\\/]$/.test(path) ? path : path + (path.includes('\\') ? '\\' : '/');
}
