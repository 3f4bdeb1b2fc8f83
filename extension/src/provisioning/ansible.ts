import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Json, JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { createPlaybookReader, type PlaybookReport } from './ansible-output.ts';
import { asInert } from './ansible-values.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { Failure } from './failure.ts';
import type { Provisioner, Purpose, StepPlan, StepRun } from './provisioner.ts';
import { readResourceFiles, resourceFolder } from './resource-files.ts';
import { stepConfig } from './step-config.ts';
import { runTool } from './tool-process.ts';

const playbooks: Readonly<Record<Purpose, readonly string[]>> = {
  deploy: ['playbook.yaml', 'playbook.yml'],
  destroy: ['decommission.yaml', 'decommission.yml'],
};
const inventories = ['inventory.yaml', 'inventory.yml', 'inventory.ini', 'inventory'];

/** Written for each run, and removed after it: they may hold secrets. */
const files = { variables: 'patchbay_variables.yaml', inventory: 'patchbay_inventory.yaml' } as const;

/**
 * Steps that are Ansible playbooks. The folder of the step holds `playbook.yaml`, and for taking it
 * down `decommission.yaml`. A playbook sees the params and the connections as variables of their own
 * names, and `envs`, `policies` and `patchbay_resources`: the folder into which it writes each
 * resource as `NAME.json`.
 *
 * It runs on the hosts of the step's `config.inventory` (a list of hosts, or an inventory as Ansible
 * writes it in YAML), else of the folder's `inventory.yaml` or `inventory.ini`, else on this machine.
 *
 * Ansible saves no plans: `--check` finds out, and the same playbook runs with the same values.
 */
export const ansibleProvisioner: Provisioner = {
  async plan(run, purpose) {
    await mkdir(resourceFolder(run), { recursive: true, mode: 0o700 });
    const report = await play(run, purpose, ['--check', '--diff']);
    return planOf(run, purpose, report);
  },

  async apply(run, purpose) {
    await mkdir(resourceFolder(run), { recursive: true, mode: 0o700 });
    await play(run, purpose, ['--diff']);
  },

  async discard() {
    // Nothing of a plan is kept.
  },

  async resources(run) {
    return await readResourceFiles(run);
  },
};

function planOf(run: StepRun, purpose: Purpose, { changed }: PlaybookReport): StepPlan {
  const action = purpose === 'destroy' ? 'delete' : 'update';
  const changes = changed.map(({ host, task }) => ({ action, address: `${host}: ${task}` }) as const);
  return {
    changes,
    // Tasks may have no check mode: inputs that were never deployed are to be played in any case.
    empty: purpose === 'deploy' && changes.length === 0 && run.upToDate,
    document: { changes: changes.map((change) => ({ ...change })) },
  };
}

async function play(run: StepRun, purpose: Purpose, options: readonly string[]): Promise<PlaybookReport> {
  const playbook = playbookOf(run, purpose);
  const { program } = await run.tools.find('ansible', run.version);
  const { params, connections, envs, policies } = run.inputs;
  const own = { envs: { ...envs }, policies, patchbay_resources: resourceFolder(run) };
  try {
    await write(run, files.variables, asInert({ ...connections, ...params, ...own }));
    const inventory = await inventoryOf(run);
    const reader = createPlaybookReader();
    const { exitCode, signal } = await runTool({
      program,
      args: [...options, '--inventory', inventory, '--extra-vars', `@${files.variables}`, playbook],
      folder: run.folder,
      environment: {
        LC_ALL: 'C.UTF-8',
        ...run.processEnvironment,
        ANSIBLE_STDOUT_CALLBACK: 'default',
        ANSIBLE_DISPLAY_OK_HOSTS: '1',
        ANSIBLE_DISPLAY_FAILED_STDERR: '0',
        ANSIBLE_CHECK_MODE_MARKERS: '0',
        ANSIBLE_NOCOLOR: '1',
        ANSIBLE_FORCE_COLOR: undefined,
        ANSIBLE_NOCOWS: '1',
        ANSIBLE_RETRY_FILES_ENABLED: '0',
        PYTHONUNBUFFERED: '1',
      },
      cancellation: run.cancellation,
      notes: run.notes,
      purpose: `ansible-playbook of ${run.component}`,
      interrupt: 'group',
      onLine: (stream, line) => {
        reader.read(line);
        run.log(stream, line);
      },
    });
    const report = reader.report();
    if (exitCode === 0) return report;
    const ended = signal === undefined ? (report.error ?? `exit code ${exitCode}`) : `it was ended by ${signal}`;
    throw new Failure(`ansible-playbook ${playbook} failed: ${ended}`);
  } finally {
    for (const file of Object.values(files)) await rm(path.join(run.folder, file), { force: true });
  }
}

function playbookOf(run: StepRun, purpose: Purpose): string {
  const names = playbooks[purpose];
  const found = names.find((name) => run.module.files.includes(name));
  if (found !== undefined) return found;
  if (purpose === 'deploy') throw new Failure(`The step ${run.step} has no ${names[0]}. Add one to its folder.`);
  throw new Failure(
    `The step ${run.step} has no ${names[0]}, so it cannot be taken down. Add one to its folder, or \`skip_on_delete: true\` to the step if nothing is to be done.`,
  );
}

const thisMachine =
  '{"all": {"hosts": {"localhost": {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}}}}\n';

/** @returns a file of the working folder */
async function inventoryOf(run: StepRun): Promise<string> {
  const configured = await stepConfig(run, 'inventory');
  const own = inventories.find((name) => run.module.files.includes(name));
  if (configured === undefined && own !== undefined) return own;
  await write(run, files.inventory, configured === undefined ? thisMachine : asInert(asInventory(run, configured)));
  return files.inventory;
}

function asInventory(run: StepRun, value: Json): JsonObject {
  if (Array.isArray(value) && value.every((host) => typeof host === 'string')) {
    return { all: { hosts: Object.fromEntries(value.map((host: string) => [host, {}])) } };
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Failure(
    `config.inventory of the step ${run.step} must give a list of hosts, or an inventory such as {"all": {"hosts": {…}}}.`,
  );
}

async function write(run: StepRun, file: string, text: string): Promise<void> {
  await writeFileAtomically(path.join(run.folder, file), text);
}
