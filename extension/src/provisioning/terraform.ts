import { access, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Json, JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { writeFileAtomically } from './atomic-file.ts';
import { Failure } from './failure.ts';
import type { Provisioner, Purpose, StepPlan, StepResource, StepRun } from './provisioner.ts';
import { resourceFromTemplate } from './resource-templates.ts';
import { createErrorReader, withoutOutputValues } from './terraform-messages.ts';
import { readPlan } from './terraform-plan.ts';
import { writeVariables } from './terraform-variables.ts';
import { runTool, type ToolResult } from './tool-process.ts';
import { toolTitle, type Tool, type ToolName } from './tools.ts';

const planFile = 'patchbay.tfplan';
/** Digest of what `init` last saw: it runs again only when that changes. */
const initNote = '.patchbay-init';

/**
 * Steps that are Terraform modules, run by Terraform or by OpenTofu.
 *
 * @param named the program that the bundle names; its twin serves when that one is not installed
 */
export function terraformProvisioner(named: ToolName): Provisioner {
  return {
    async plan(run, purpose) {
      const session = await open(run, named);
      const { name, version } = session.tool;
      if (name !== named)
        run.notice(`${toolTitle(named)} is not installed: ${toolTitle(name)} ${version} runs the step ${run.step}.`);
      await initialise(session);
      return await plan(session, purpose);
    },
    async apply(run) {
      const session = await open(run, named);
      await apply(session);
    },
    async discard(run) {
      await rm(path.join(run.folder, planFile), { force: true });
    },
    async resources(run) {
      const session = await open(run, named);
      return await resources(session);
    },
  };
}

interface Session {
  readonly run: StepRun;
  readonly tool: Tool;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

async function open(run: StepRun, named: ToolName): Promise<Session> {
  const tool = await run.tools.find(named, run.version);
  const secrets = await writeVariables(run);
  const environment = {
    ...run.processEnvironment,
    ...secrets,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    // Set by a person for their own work, these would point the tool at another folder, plan or workspace.
    TF_DATA_DIR: undefined,
    TF_WORKSPACE: undefined,
    ...Object.fromEntries(
      Object.keys(run.processEnvironment).flatMap((name) => (/^TF_CLI_ARGS/.test(name) ? [[name, undefined]] : [])),
    ),
  };
  return { run, tool, environment };
}

async function initialise(session: Session): Promise<void> {
  const { run, tool } = session;
  const wanted = await initDigest(run, tool);
  const done = await readFile(path.join(run.folder, initNote), 'utf8').catch(() => undefined);
  if (done === wanted) return;
  await rm(path.join(run.folder, initNote), { force: true });
  await call(session, 'init', ['-input=false', '-no-color']);
  await writeFileAtomically(path.join(run.folder, initNote), await initDigest(run, tool));
}

async function initDigest(run: StepRun, tool: Tool): Promise<string> {
  const lock = await readFile(path.join(run.folder, '.terraform.lock.hcl'), 'utf8').catch(() => '');
  const hash = createHash('sha256').update([tool.program, tool.version, run.module.digest, lock].join('\0'));
  return hash.digest('hex');
}

async function plan(session: Session, purpose: Purpose): Promise<StepPlan> {
  await rm(path.join(session.run.folder, planFile), { force: true });
  const destroy = purpose === 'destroy' ? ['-destroy'] : [];
  await call(session, 'plan', [...destroy, '-input=false', '-no-color', '-lock-timeout=60s', `-out=${planFile}`]);
  return readPlan(await read(session, 'show', ['-json', planFile]));
}

async function apply(session: Session): Promise<void> {
  const file = path.join(session.run.folder, planFile);
  await access(file).catch(() => {
    throw new Failure('There is no saved plan. Plan again.');
  });
  try {
    await call(session, 'apply', ['-input=false', '-no-color', '-lock-timeout=60s', planFile]);
  } finally {
    // A plan can be applied once, and it holds the values of the variables.
    await rm(file, { force: true });
  }
}

async function resources(session: Session): Promise<readonly StepResource[]> {
  const text = await read(session, 'output', ['-json', '-no-color']);
  const outputs = JSON.parse(text) as Readonly<Record<string, { readonly sensitive?: boolean; readonly value: Json }>>;
  const found: StepResource[] = [];
  for (const name of session.run.resources) {
    const template = await resourceFromTemplate(session.run, name, outputs as unknown as JsonObject);
    if (template !== undefined) {
      found.push({ name, value: template, sensitive: Object.values(outputs).some((output) => output.sensitive) });
      continue;
    }
    const key = [name, `resource_${name}`, `artifact_${name}`].find((candidate) => Object.hasOwn(outputs, candidate));
    const output = key === undefined ? undefined : outputs[key];
    if (output === undefined) continue;
    found.push({ name, value: parsed(output.value), sensitive: output.sensitive === true });
  }
  return found;
}

/** Modules often give a resource as text, by `jsonencode`. */
function parsed(value: Json): Json {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

async function call(session: Session, command: string, args: readonly string[]): Promise<void> {
  await tool(session, command, args, false);
}

async function read(session: Session, command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await tool(session, command, args, true);
  return stdout;
}

async function tool(session: Session, command: string, args: readonly string[], capture: boolean): Promise<ToolResult> {
  const { run } = session;
  const errors = createErrorReader();
  const showOutput = withoutOutputValues((line) => run.log('stdout', line));
  const result = await runTool({
    program: session.tool.program,
    args: [command, ...args],
    folder: run.folder,
    environment: session.environment,
    cancellation: run.cancellation,
    notes: run.notes,
    purpose: `${session.tool.name} ${command} of ${run.component}`,
    // A second interrupt makes Terraform drop everything, and it tells its own children.
    interrupt: 'tool',
    capture,
    onLine: (stream, line) => {
      if (stream === 'stderr') errors.read(line);
      if (capture) return;
      if (stream === 'stdout') showOutput(line);
      else run.log(stream, line);
    },
  });
  if (result.exitCode !== 0) throw new Failure(failed(session, command, result, errors.summary()));
  return result;
}

function failed(session: Session, command: string, result: ToolResult, error: string | undefined): string {
  const name = `${session.tool.name} ${command}`;
  if (result.signal !== undefined)
    return `${name} was ended by ${result.signal}. Run this again: what it did is in its state.`;
  const reason = error ?? `exit code ${result.exitCode}`;
  return `${name} failed: ${reason}${advice(reason)}`;
}

function advice(reason: string): string {
  if (reason.includes('Saved plan is stale'))
    return '. Something else changed it since it was planned: run this again, which plans anew';
  if (reason.includes('Error acquiring the state lock'))
    return '. Something else works on the same state: wait until it is over';
  if (/\bmassdriver(-cloud)?\/massdriver\b/.test(reason))
    return '. The module registers its resources with the provider of Massdriver, which is not needed here: give each one as `output "NAME"` instead of a massdriver_artifact';
  return '';
}
