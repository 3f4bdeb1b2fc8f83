import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Json, JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { writeFileAtomically } from './atomic-file.ts';
import type { StepRun } from './provisioner.ts';

const files = {
  params: '_params.auto.tfvars.json',
  connections: '_connections.auto.tfvars.json',
  policies: '_policies.auto.tfvars.json',
  metadata: '_metadata.auto.tfvars.json',
  /** Declares what the module uses and does not declare, as Massdriver generates it at build time. */
  declarations: '_patchbay_variables.tf.json',
} as const;

const declaration = /^[ \t]*variable[ \t]+"?([\w-]+)"?[ \t]*\{/gm;
const use = /\bvar\.([A-Za-z_][\w-]*)/g;

/** Names that a module declares as variables, and names that it uses. */
export interface VariableNames {
  readonly declared: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
}

/**
 * Writes the inputs of a step where Terraform reads them: params, connections and policies as files;
 * secrets, and the application's variables, which may be made of secrets, in the environment. A
 * value for which the module has no variable is left out, for Terraform would warn about it.
 *
 * @returns environment variables with the secrets
 */
export async function writeVariables(run: StepRun): Promise<Readonly<Record<string, string>>> {
  const names = await variableNames(run);
  const { params, connections, policies, envs, secrets } = run.inputs;
  const wanted = (name: string) => names.declared.has(name) || names.used.has(name);

  const given = new Map<string, Json>(
    Object.entries({ policies, ...connections, ...params, md_metadata: metadata(run) }),
  );
  const missing = [...given.keys(), 'envs', ...Object.keys(secrets)].filter(
    (name) => names.used.has(name) && !names.declared.has(name),
  );

  await write(run, files.params, pick(params, wanted));
  await write(
    run,
    files.connections,
    pick(connections, (name) => wanted(name) && !Object.hasOwn(params, name)),
  );
  const taken = Object.hasOwn(params, 'policies') || Object.hasOwn(connections, 'policies');
  await write(run, files.policies, taken ? {} : pick({ policies }, wanted));
  await write(run, files.metadata, pick({ md_metadata: metadata(run) }, wanted));
  await write(
    run,
    files.declarations,
    missing.length === 0 ? {} : { variable: declare(missing, new Set(['envs', ...Object.keys(secrets)])) },
  );

  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(secrets)) {
    if (wanted(name)) environment[`TF_VAR_${name}`] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  if (wanted('envs')) environment.TF_VAR_envs = JSON.stringify(envs);
  return environment;
}

/** Reads the names from the module's text; enough to tell which values it wants. */
export async function variableNames(run: Pick<StepRun, 'folder' | 'module'>): Promise<VariableNames> {
  const declared = new Set<string>();
  const used = new Set<string>();
  for (const file of run.module.files) {
    if (file.includes('/')) continue;
    const json = file.endsWith('.tf.json') || file.endsWith('.tofu.json');
    if (!json && !file.endsWith('.tf') && !file.endsWith('.tofu')) continue;
    const text = await readFile(path.join(run.folder, file), 'utf8');
    for (const [, name = ''] of text.matchAll(use)) used.add(name);
    for (const name of json ? variablesInJson(text) : [...text.matchAll(declaration)].map((match) => match[1] ?? ''))
      declared.add(name);
  }
  return { declared, used };
}

function variablesInJson(text: string): readonly string[] {
  try {
    const { variable } = JSON.parse(text) as { variable?: unknown };
    return [variable]
      .flat()
      .flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.keys(entry) : []));
  } catch {
    return [];
  }
}

/**
 * What Massdriver's modules know as `var.md_metadata`, with every part that their generated
 * declaration asks for. Nothing in it changes from run to run: that would make every plan a change.
 */
function metadata({ project, environment, component }: StepRun): JsonObject {
  const instance = `${project}-${environment}-${component}`;
  return {
    name_prefix: instance,
    default_tags: {
      'managed-by': 'patchbay',
      'md-manifest': component,
      'md-package': instance,
      'md-project': project,
      'md-target': environment,
    },
    deployment: { id: instance },
    observability: { alarm_webhook_url: '' },
    package: {
      created_at: noTime,
      deployment_enqueued_at: noTime,
      previous_status: 'provisioned',
      updated_at: noTime,
    },
    target: { contact_email: '' },
  };
}

/** Modules parse it, so it must be a time. */
const noTime = '1970-01-01T00:00:00Z';

function declare(names: readonly string[], sensitive: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(names.map((name) => [name, { type: 'any', sensitive: sensitive.has(name) }]));
}

function pick(values: JsonObject, wanted: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name)));
}

async function write(run: StepRun, file: string, value: JsonObject): Promise<void> {
  await writeFileAtomically(path.join(run.folder, file), `${JSON.stringify(value, undefined, 2)}\n`);
}
