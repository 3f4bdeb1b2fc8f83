/** For tests: a project in a temporary folder, and the engine run on it. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './engine.ts';
import type { Action, RunEvent } from './events.ts';
import { loadProject } from './project.ts';
import type { RunRequest, RunResult } from './session.ts';

export const builtIn = fileURLToPath(new URL('../../../bundles', import.meta.url));

/** What flows along the connections of the test bundles. */
const thingType = `name: thing
version: 1.0.0
schema:
  type: object
  required: [data]
  properties:
    data:
      type: object
      required: [name]
      properties:
        name: { type: string, minLength: 2 }
        url: { type: string }
        password: { type: string, $md.sensitive: true }
`;

/**
 * A script that says in `trace.log`, beside the manifest, what it was asked to do, and gives a
 * resource made of its params. `fail` names the action that fails, `wait` the milliseconds it takes.
 */
const script = `import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const { PATCHBAY_ACTION: action, PATCHBAY_COMPONENT: component, PATCHBAY_MANIFEST: manifest } = process.env;
const params = read('params.json');
const connections = read('connections.json');
const envs = read('envs.json');
const trace = path.join(path.dirname(manifest), 'trace.log');
if (action !== 'plan') appendFileSync(trace, action + ' ' + component + '\\n');
for (const line of params.say ?? []) console.log(line.replace(/\\$(\\w+)/, (_, name) => envs[name]));
if (params.wait && action !== 'plan') await new Promise((resolve) => setTimeout(resolve, params.wait));
const switchFile = path.join(path.dirname(manifest), component + '.fail');
if (params.fail === action && !existsSync(switchFile)) { console.error('it broke: ' + action); process.exit(4); }
if (action === 'plan') {
  const before = existsSync('state.json') ? readFileSync('state.json', 'utf8') : undefined;
  const now = JSON.stringify({ params, connections });
  const change = before === undefined ? 'create' : params.replace ? 'replace' : 'update';
  writeFileSync('plan.json', JSON.stringify({ changes: before === now ? [] : [{ action: change, address: 'thing.' + component }] }));
}
if (action === 'provision') {
  writeFileSync('state.json', JSON.stringify({ params, connections }));
  if (!params.silent) {
    mkdirSync('resources', { recursive: true });
    const upstream = connections.upstream?.data.name;
    const data = { name: upstream === undefined ? params.name : upstream + '/' + params.name, url: params.url, password: params.password };
    writeFileSync('resources/thing.json', JSON.stringify({ data }));
  }
}
if (action !== 'plan') appendFileSync(trace, 'done ' + component + '\\n');
`;

const scriptBundle = `name: test-script
version: 1.0.0
params:
  required: [name]
  properties:
    name: { type: string }
    fail: { type: string }
    wait: { type: integer }
    silent: { type: boolean }
    replace: { type: boolean }
    url: { type: string }
    password: { type: string, $md.sensitive: true }
    say: { type: array, items: { type: string } }
    size: { type: integer, default: 3 }
dependencies:
  upstream: { resource_type: thing@~1 }
  other: { resource_type: thing@~1 }
resources:
  thing: { resource_type: thing@~1 }
app:
  envs:
    UPSTREAM: .connections.upstream.data.name // "none"
  secrets:
    KEY: { required: false }
steps:
  - { path: src, provisioner: script }
checks:
  - { name: size, expression: params.size <= 10, message: At most ten., severity: error }
  - { name: odd, expression: params.size % 2 == 1, message: Odd sizes are better., severity: warning }
`;

const terraformBundle = `name: test-terraform
version: 1.0.0
params:
  required: [name]
  properties:
    name: { type: string }
    command: { type: string, default: 'true' }
dependencies:
  upstream: { resource_type: thing@~1 }
resources:
  thing: { resource_type: thing@~1 }
app:
  secrets:
    KEY: { required: false }
steps:
  - { path: src, provisioner: terraform }
`;

const terraformModule = `variable "name" { type = string }
variable "command" { type = string }
variable "upstream" {
  type    = any
  default = null
}
variable "KEY" {
  type      = string
  default   = ""
  sensitive = true
}

resource "terraform_data" "thing" {
  input = var.name
  provisioner "local-exec" {
    command     = var.command
    environment = { NAME = var.name }
  }
}

output "thing" {
  sensitive = true
  value = {
    data = {
      name     = var.upstream == null ? var.name : "\${var.upstream.data.name}/\${var.name}"
      url      = "http://localhost/\${terraform_data.thing.output}"
      password = "hunter2-\${var.md_metadata.name_prefix}"
    }
  }
}
`;

export interface TestRun extends RunResult {
  readonly events: readonly RunEvent[];
}

export interface TestRunOptions {
  /** Another manifest of the same folder, or a folder below it. */
  readonly manifest?: string;
  readonly environment?: string;
  readonly only?: readonly string[];
  readonly confirm?: RunRequest['confirm'];
  readonly processEnvironment?: NodeJS.ProcessEnv;
  readonly gently?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface TestProject {
  readonly folder: string;
  readonly manifest: string;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  /** What the scripts did, in order. */
  trace(): Promise<readonly string[]>;
  run(action: Action, options?: TestRunOptions): Promise<TestRun>;
  remove(): Promise<void>;
}

/** @param components the text below `components:`, two spaces in; `rest` is added to the manifest as it is */
export async function createTestProject(
  components: string,
  rest = 'environments:\n  staging: {}\n',
): Promise<TestProject> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'patchbay-')));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  await write('types/thing.yaml', thingType);
  await write('bundles/test-script/bundle.yaml', scriptBundle);
  await write('bundles/test-script/src/run.mjs', script);
  await write('bundles/test-terraform/bundle.yaml', terraformBundle);
  await write('bundles/test-terraform/src/main.tf', terraformModule);
  await write('infra.yaml', manifestOf(components, rest));
  const manifest = path.join(folder, 'infra.yaml');
  return {
    folder,
    manifest,
    write,
    read: (file) => readFile(path.join(folder, file), 'utf8'),
    trace: async () =>
      (await readFile(path.join(folder, 'trace.log'), 'utf8').catch(() => '')).split('\n').filter(Boolean),
    run: (action, options = {}) => runEngine(folder, action, options),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export function manifestOf(components: string, rest = 'environments:\n  staging: {}\n'): string {
  return `project: test\ncomponents:\n${components}${rest}`;
}

async function runEngine(folder: string, action: Action, options: TestRunOptions): Promise<TestRun> {
  const project = await loadProject(path.join(folder, options.manifest ?? 'infra.yaml'), {
    registryFolders: [],
    builtIn,
    workspace: folder,
  });
  const events: RunEvent[] = [];
  const result = await run({
    project,
    environment: options.environment ?? 'staging',
    action,
    only: options.only ?? [],
    confirm: options.confirm ?? (async () => true),
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
    cancellation: { gently: options.gently ?? new AbortController().signal, now: new AbortController().signal },
    concurrency: 4,
    processEnvironment: options.processEnvironment ?? process.env,
  });
  return { ...result, events };
}

/** The last status that was told of each component. */
export function statuses(events: readonly RunEvent[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    events.flatMap((event) => (event.type === 'instance' ? [[event.component, event.status]] : [])),
  );
}

/** Whether a tool is here; says so when it is not, and fails where it must be. */
export function hasTool(program: 'terraform' | 'ansible-playbook'): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.PATCHBAY_REQUIRE_TOOLS === '1')
      throw new Error(`PATCHBAY_REQUIRE_TOOLS is set and ${program} is not on PATH.`);
    process.stderr.write(`${program} is not on PATH: its tests are not run.\n`);
    return false;
  }
}
