import { dirname, join, resolve, sep } from 'node:path';
import { noDeployments, type Deployments } from '../model/deployment/deployments.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import { deploymentQuery, type DeploymentQuery } from '../node/deployment-files.ts';

export interface DeploymentStoreOptions {
  readonly read: (query: DeploymentQuery) => Promise<Deployments>;
  readonly report: (message: string) => void;
  /** Something else is known of a manifest than before. */
  readonly changed: (uri: string) => void;
}

interface Entry {
  query: DeploymentQuery;
  /** Identity of what the query was made from. */
  resources: Manifest['resources'];
  known: Deployments;
  scheduled: NodeJS.Timeout | undefined;
}

/** A run writes several records a second. */
const settleTime = 150;

/** What is deployed of each open manifest on disk, read again when the files change. */
export class DeploymentStore {
  readonly #options: DeploymentStoreOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: DeploymentStoreOptions) {
    this.#options = options;
  }

  /** What is known now. */
  of(uri: string): Deployments {
    return this.#entries.get(uri)?.known ?? noDeployments;
  }

  /** A manifest was opened or edited: reads what it means, when that is not what was read already. */
  track(manifest: Manifest): void {
    const { uri, resources } = manifest;
    if (!uri.startsWith('file:')) return;
    const entry = this.#entries.get(uri);
    const project = manifest.project?.name.value;
    if (entry?.resources === resources && entry.query.project === project) return;
    const query = deploymentQuery(manifest);
    if (!entry) {
      this.#entries.set(uri, { query, resources, known: noDeployments, scheduled: undefined });
      void this.#read(uri);
      return;
    }
    entry.resources = resources;
    if (sameQuery(entry.query, query)) return;
    entry.query = query;
    this.#later(uri, entry);
  }

  close(uri: string): void {
    clearTimeout(this.#entries.get(uri)?.scheduled);
    this.#entries.delete(uri);
  }

  /** Some file changed on disk. */
  fileChanged(path: string): void {
    for (const [uri, entry] of this.#entries) {
      const folder = dirname(entry.query.manifest);
      const isRecord = path.startsWith(join(folder, '.patchbay') + sep);
      const isImported = [...entry.query.files.values()].some((file) => resolve(folder, file) === path);
      if (isRecord || isImported) this.#later(uri, entry);
    }
  }

  dispose(): void {
    for (const { scheduled } of this.#entries.values()) clearTimeout(scheduled);
  }

  #later(uri: string, entry: Entry): void {
    entry.scheduled ??= setTimeout(() => {
      entry.scheduled = undefined;
      void this.#read(uri);
    }, settleTime);
  }

  async #read(uri: string): Promise<void> {
    const entry = this.#entries.get(uri);
    if (!entry) return;
    const { query } = entry;
    try {
      const known = await this.#options.read(query);
      const isEmpty = known.environments.size === 0 && known.imported.size === 0;
      if (entry.query !== query || (isEmpty && entry.known === noDeployments)) return;
      entry.known = isEmpty ? noDeployments : known;
      if (this.#entries.get(uri) === entry) this.#options.changed(uri);
    } catch (error) {
      this.#options.report(`What is deployed of ${query.manifest} could not be read: ${String(error)}`);
    }
  }
}

function sameQuery(a: DeploymentQuery, b: DeploymentQuery): boolean {
  if (a.project !== b.project || a.files.size !== b.files.size) return false;
  return [...a.files].every(([name, path]) => b.files.get(name) === path);
}

/** True for files that belong to runs, and to no registry. */
export function isRunFile(path: string): boolean {
  return path.split(/[\\/]/).includes('.patchbay');
}
