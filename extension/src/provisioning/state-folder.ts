import { mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isValidName } from '@patchbay/language-server/model/manifest/reference';
import { Failure } from './failure.ts';

/**
 * Where things are in `.patchbay/`, the folder beside a manifest that holds what the engine knows.
 * Pure: nothing is created. Names are checked, for they become parts of paths.
 */
export class StatePaths {
  /** Folder of the manifest, absolute. */
  readonly project: string;
  readonly root: string;

  constructor(manifestPath: string) {
    this.project = path.dirname(path.resolve(manifestPath));
    this.root = path.join(this.project, '.patchbay');
  }

  environment(environment: string): string {
    return path.join(this.root, 'environments', checkedName(environment));
  }

  events(environment: string): string {
    return path.join(this.environment(environment), 'events.ndjson');
  }

  lock(environment: string): string {
    return path.join(this.environment(environment), 'lock.json');
  }

  records(environment: string): string {
    return path.join(this.environment(environment), 'instances');
  }

  record(environment: string, component: string): string {
    return path.join(this.records(environment), `${checkedName(component)}.json`);
  }

  /** One file for each tool that is running. */
  tools(environment: string): string {
    return path.join(this.environment(environment), 'tools');
  }

  instance(environment: string, component: string): string {
    return path.join(this.root, 'run', checkedName(environment), checkedName(component));
  }

  step(environment: string, component: string, step: string): string {
    return path.join(this.instance(environment, component), checkedName(step));
  }
}

function checkedName(name: string): string {
  if (!isValidName(name)) {
    throw new Failure(
      `${JSON.stringify(name)} cannot be a name: use lower-case letters, digits and dashes, starting with a letter.`,
    );
  }
  return name;
}

/**
 * Creates a folder below `.patchbay/` for this person alone, and refuses one that a link would put
 * somewhere else.
 */
export async function createStateFolder(paths: StatePaths, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const expected = path.join(await realpath(paths.project), path.relative(paths.project, folder));
  if ((await realpath(folder)) !== expected) {
    throw new Failure(
      `${folder} is a link to somewhere else. Remove the link: Patchbay writes only beside its manifest.`,
    );
  }
  await writeFile(path.join(paths.root, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
