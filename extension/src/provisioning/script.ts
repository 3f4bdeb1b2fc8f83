import { access, constants, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import * as v from 'valibot';
import { writeFileAtomically } from './atomic-file.ts';
import { changeActions, type Change } from './events.ts';
import { Failure } from './failure.ts';
import type { Provisioner, StepPlan, StepRun } from './provisioner.ts';
import { readResourceFiles, resourceFolder } from './resource-files.ts';
import { runTool } from './tool-process.ts';

type ScriptAction = 'plan' | 'provision' | 'decommission';

const planSchema = v.object({
  summary: v.optional(v.string()),
  changes: v.array(v.object({ action: v.picklist(changeActions), address: v.string() })),
});

/** What a script said last, for a message when it fails. */
const linesKept = 1;

/**
 * Steps that are scripts. The folder of the step holds `run.mjs`, run by the Node that runs the
 * engine, or an executable `run.sh` or `run`. It runs in its working folder, finds `params.json`,
 * `connections.json`, `policies.json` and `envs.json` there, and learns from `PATCHBAY_ACTION` what to do:
 *
 * - `plan`: may write `plan.json`, `{summary?, changes: [{action, address}]}`. Without it, a step
 *   whose inputs are those that were deployed has nothing to do.
 * - `provision`: makes it so, again and again, and writes each resource to `resources/NAME.json`.
 *   A server that shall stay must be started detached, with its output not inherited.
 * - `decommission`: takes it away.
 *
 * `envs.json` may hold secrets: it is there while the script runs, and gone after it.
 */
export const scriptProvisioner: Provisioner = {
  async plan(run, purpose) {
    if (purpose === 'destroy') return onlyChange({ action: 'delete', address: run.component });
    await rm(path.join(run.folder, 'plan.json'), { force: true });
    await runScript(run, 'plan');
    return await readPlan(run);
  },

  async apply(run, purpose) {
    if (purpose === 'destroy') {
      await runScript(run, 'decommission');
      return;
    }
    await rm(resourceFolder(run), { recursive: true, force: true });
    await mkdir(resourceFolder(run), { mode: 0o700 });
    await runScript(run, 'provision');
  },

  async discard(run) {
    await rm(path.join(run.folder, 'plan.json'), { force: true });
  },

  async resources(run) {
    return await readResourceFiles(run);
  },
};

function onlyChange(change: Change): StepPlan {
  return { changes: [change], empty: false, document: { changes: [{ ...change }] } };
}

async function readPlan(run: StepRun): Promise<StepPlan> {
  const text = await readFile(path.join(run.folder, 'plan.json'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    if (run.upToDate) return { changes: [], empty: true, document: { changes: [] } };
    return onlyChange({ action: 'create', address: run.component });
  }
  const plan = v.safeParse(planSchema, parseJson(text, 'plan.json'));
  if (!plan.success) {
    throw new Failure(
      'The script wrote a plan.json that is not {"summary": …, "changes": [{"action": …, "address": …}]}.',
    );
  }
  const { changes, summary } = plan.output;
  // The script sees no difference, and yet these inputs were never deployed: provision must run.
  const empty = changes.length === 0 && run.upToDate;
  return {
    changes,
    empty,
    document: { changes: changes.map((change) => ({ ...change })) },
    ...(summary !== undefined && { summary }),
  };
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(`The script wrote a ${name} that is not JSON.`);
  }
}

async function runScript(run: StepRun, action: ScriptAction): Promise<void> {
  const { params, connections, policies, envs } = run.inputs;
  await write(run, 'params.json', params);
  await write(run, 'connections.json', connections);
  await write(run, 'policies.json', policies);
  await write(run, 'envs.json', { ...envs });
  const last: string[] = [];
  try {
    const { exitCode, signal } = await runTool({
      ...(await command(run)),
      folder: run.folder,
      environment: {
        ...run.processEnvironment,
        PATCHBAY_ACTION: action,
        PATCHBAY_PROJECT: run.project,
        PATCHBAY_ENVIRONMENT: run.environment,
        PATCHBAY_COMPONENT: run.component,
        PATCHBAY_MANIFEST: run.manifest,
      },
      cancellation: run.cancellation,
      notes: run.notes,
      purpose: `the script of ${run.component}`,
      interrupt: 'group',
      onLine: (stream, line) => {
        if (line.trim() !== '') last.push(line.trim());
        if (last.length > linesKept) last.shift();
        run.log(stream, line);
      },
    });
    if (exitCode === 0) return;
    const ended = signal === undefined ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
    // What it said comes first: it is the reason, and where there is little room nothing else shows.
    throw new Failure(`${last.length > 0 ? sentence(last.join(' ')) : ''}The script ${ended} on ${action}.`);
  } finally {
    await rm(path.join(run.folder, 'envs.json'), { force: true });
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? `${text} ` : `${text}. `;
}

async function command(run: StepRun): Promise<{ readonly program: string; readonly args: readonly string[] }> {
  if (run.module.files.includes('run.mjs')) return { program: process.execPath, args: ['run.mjs'] };
  for (const file of ['run.sh', 'run']) {
    if (!run.module.files.includes(file)) continue;
    const program = path.join(run.folder, file);
    if (process.platform === 'win32')
      throw new Failure(`The step ${run.step} has ${file}, which does not run on Windows. A run.mjs does.`);
    await access(program, constants.X_OK).catch(() => {
      throw new Failure(`${file} of the step ${run.step} is not executable. Run \`chmod +x ${file}\` in the bundle.`);
    });
    return { program, args: [] };
  }
  throw new Failure(`The step ${run.step} has no script: its folder needs run.mjs, or an executable run.sh or run.`);
}

async function write(run: StepRun, file: string, value: JsonObject): Promise<void> {
  await writeFileAtomically(path.join(run.folder, file), `${JSON.stringify(value, undefined, 2)}\n`);
}
