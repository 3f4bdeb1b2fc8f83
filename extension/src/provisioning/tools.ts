import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { coerce, gte } from 'semver';
import { Failure } from './failure.ts';

/** A program that runs steps. */
export type ToolName = 'terraform' | 'opentofu' | 'ansible';

export interface Tool {
  readonly name: ToolName;
  /** Absolute, links resolved, outside of the workspace. */
  readonly program: string;
  /** `N.N.N` */
  readonly version: string;
}

interface Program {
  readonly file: string;
  /** Names an absolute path to it. */
  readonly variable: string;
  readonly title: string;
  readonly install: string;
  /** The first that will do. */
  readonly oldest: string;
  /** Runs the same steps, when this one is not installed. */
  readonly twin?: ToolName;
  readonly versionArguments: readonly string[];
  readVersion(output: string): string | undefined;
}

/** The first with `terraform_data` and stable plan files in JSON. */
const oldestTerraform = { oldest: '1.4.0', versionArguments: ['version', '-json'], readVersion: terraformVersion };

const programs: Readonly<Record<ToolName, Program>> = {
  terraform: {
    ...oldestTerraform,
    file: 'terraform',
    variable: 'PATCHBAY_TERRAFORM',
    title: 'Terraform',
    install: 'https://developer.hashicorp.com/terraform/install',
    twin: 'opentofu',
  },
  opentofu: {
    ...oldestTerraform,
    file: 'tofu',
    variable: 'PATCHBAY_OPENTOFU',
    title: 'OpenTofu',
    install: 'https://opentofu.org/docs/intro/install',
    twin: 'terraform',
  },
  ansible: {
    file: 'ansible-playbook',
    variable: 'PATCHBAY_ANSIBLE',
    title: 'Ansible',
    install: 'https://docs.ansible.com/ansible/latest/installation_guide',
    oldest: '2.12.0',
    versionArguments: ['--version'],
    readVersion: (output) => /^ansible-playbook \[core (\d+\.\d+\.\d+)/.exec(output)?.[1],
  },
};

/** Undefined before 0.13, which knows no `-json`. */
function terraformVersion(output: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(output) as { terraform_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Finds programs for this run. What lies in the workspace, or is found by a relative entry of PATH,
 * is never run: a cloned repository must not choose the program that gets the credentials.
 */
export class Toolbox {
  readonly #workspace: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #found = new Map<ToolName, Promise<Tool | undefined>>();

  /** @param workspace folder of the manifest; nothing below it is run */
  constructor(workspace: string, environment: NodeJS.ProcessEnv) {
    this.#workspace = workspace;
    this.#environment = environment;
  }

  /**
   * The program for a step, or its twin when only that is installed: Terraform and OpenTofu run
   * each other's modules.
   *
   * @param wanted version that the step asks for, such as `1.10`: the oldest that will do
   * @throws Failure when neither is there or it is too old
   */
  async find(name: ToolName, wanted?: string): Promise<Tool> {
    const tool = await this.#look(name);
    if (tool !== undefined) {
      requireVersion(tool, wanted ?? programs[name].oldest);
      return tool;
    }
    const other = programs[name].twin;
    const twin = other === undefined ? undefined : await this.#look(other);
    if (twin === undefined) throw new Failure(missing(name));
    requireVersion(twin, programs[twin.name].oldest);
    return twin;
  }

  #look(name: ToolName): Promise<Tool | undefined> {
    let found = this.#found.get(name);
    if (found === undefined) {
      found = this.#search(name);
      this.#found.set(name, found);
    }
    return found;
  }

  async #search(name: ToolName): Promise<Tool | undefined> {
    const { variable } = programs[name];
    const named = this.#environment[variable];
    const program = named === undefined || named === '' ? await this.#onPath(name) : await this.#named(variable, named);
    return program === undefined ? undefined : { name, program, version: await versionOf(name, program) };
  }

  async #named(variable: string, program: string): Promise<string> {
    if (!path.isAbsolute(program))
      throw new Failure(`${variable} is ${JSON.stringify(program)}. It must be an absolute path.`);
    const real = await executable(program);
    if (real === undefined) throw new Failure(`${variable} is ${program}, which is not a program that can be run.`);
    if (await this.#inWorkspace(real)) {
      throw new Failure(
        `${variable} is ${program}, which lies in the workspace. Programs of the workspace are not run.`,
      );
    }
    return real;
  }

  async #onPath(name: ToolName): Promise<string | undefined> {
    const file = process.platform === 'win32' ? `${programs[name].file}.exe` : programs[name].file;
    const pathVariable = Object.entries(this.#environment).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
    for (const folder of pathVariable.split(path.delimiter)) {
      if (!path.isAbsolute(folder)) continue;
      const real = await executable(path.join(folder, file));
      if (real !== undefined && !(await this.#inWorkspace(real))) return real;
    }
    return undefined;
  }

  async #inWorkspace(real: string): Promise<boolean> {
    const workspace = await realpath(this.#workspace).catch(() => this.#workspace);
    return isInside(workspace, real);
  }
}

/** Whether a path is a folder or lies below it. Both are real paths. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..');
}

async function executable(file: string): Promise<string | undefined> {
  try {
    const real = await realpath(file);
    await access(real, constants.X_OK);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

async function versionOf(name: ToolName, program: string): Promise<string> {
  const { versionArguments, readVersion, oldest } = programs[name];
  const { stdout, failed } = await execa(program, versionArguments, {
    reject: false,
    timeout: 20_000,
    env: { CHECKPOINT_DISABLE: '1' },
  });
  if (failed) {
    const attempt = [program, versionArguments[0]].join(' ');
    throw new Failure(`${program} does not say its version. Is it complete? Try \`${attempt}\`.`);
  }
  const version = readVersion(stdout);
  if (version === undefined) throw new Failure(`${program} is too old: at least version ${oldest} is needed.`);
  return version;
}

function requireVersion(tool: Tool, wanted: string): void {
  const minimum = coerce(wanted);
  if (minimum === null || gte(coerce(tool.version) ?? '0.0.0', minimum)) return;
  const { title, install } = programs[tool.name];
  throw new Failure(
    `${title} ${tool.version} at ${tool.program} is too old: ${minimum.version} or later is needed. See ${install}.`,
  );
}

function missing(name: ToolName): string {
  const { title, install, variable, twin } = programs[name];
  const [none, one] =
    twin === undefined ? [`${title} is not`, 'it'] : [`Neither ${title} nor ${programs[twin].title} is`, 'one'];
  return `${none} installed. Install ${one} (${install}) so that it is on PATH, or name it with ${variable}=/absolute/path.`;
}

/** What to call a tool in a message. */
export function toolTitle(name: ToolName): string {
  return programs[name].title;
}
