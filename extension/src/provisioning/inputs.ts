import type { Json, JsonPath } from '@patchbay/language-server/model/schema/json-schema';
import { sensitivePaths } from '@patchbay/language-server/model/schema/effective';
import { parseTypeReference } from '@patchbay/language-server/model/bundle/type-reference';
import type { Reference } from '@patchbay/language-server/model/manifest/manifest';
import { evaluateApplication } from './application.ts';
import { Failure } from './failure.ts';
import { resourceOfProject } from './other-projects.ts';
import type { PreparedInstance } from './prepare.ts';
import type { Inputs } from './provisioner.ts';
import type { Deployment } from './records.ts';
import { describeReference, readReference } from './references.ts';
import { secretsOf, validateConstraint, validateResource } from './resources.ts';
import type { Session } from './session.ts';

/** What an instance is given, or what it has to wait for. */
export type ResolvedInputs =
  | { readonly kind: 'ready'; readonly inputs: Inputs }
  | { readonly kind: 'deferred'; readonly waitsFor: readonly string[] };

/**
 * Gathers the inputs of an instance from what is deployed now. What is secret among them is hidden
 * from now on.
 *
 * @throws Failure when something cannot be read, does not fit, or a required secret is missing
 */
export async function resolveInputs(session: Session, prepared: PreparedInstance): Promise<ResolvedInputs> {
  hideSensitiveParams(session, prepared);
  // First what needs no other component: when it is missing, that must be known before anything is changed.
  const secrets = await readSecrets(session, prepared);
  const connections = new Map<string, Json>();
  for (const [name, { slot, source }] of prepared.slots) {
    if (source.kind !== 'imported') continue;
    const value = await importedResource(session, source.name);
    validateConstraint(slot, value);
    connections.set(name, value);
  }

  const waitsFor = [...prepared.dependsOn].filter((component) => session.deployment(component)?.complete !== true);
  if (waitsFor.length > 0) return { kind: 'deferred', waitsFor };
  for (const [name, { slot, source }] of prepared.slots) {
    if (source.kind !== 'component') continue;
    const value = deployedResource(session, source.component, source.resource);
    validateConstraint(slot, value);
    connections.set(name, value);
  }
  const given = { params: prepared.params, connections: Object.fromEntries(connections), secrets };
  const inputs = await evaluateApplication(session, prepared.component, prepared.bundle.app, given, 'deploy');
  return { kind: 'ready', inputs };
}

/**
 * The inputs that an instance was deployed with: what takes it down must see what put it there.
 * A secret that is not there any more is left out.
 */
export async function recordedInputs(session: Session, component: string, deployment: Deployment): Promise<Inputs> {
  const { params, connections } = deployment;
  const secrets = new Map<string, Json>();
  for (const { name, from, json } of deployment.secrets) {
    const value = await readSecret(session, component, name, from, json).catch(() => undefined);
    if (value !== undefined) secrets.set(name, value);
  }
  const app = { envs: new Map(deployment.envs), policies: deployment.policies };
  const given = { params, connections, secrets: Object.fromEntries(secrets) };
  return await evaluateApplication(session, component, app, given, 'destroy');
}

function hideSensitiveParams(session: Session, { bundle, params }: PreparedInstance): void {
  for (const path of sensitivePaths(bundle.params, params)) session.redactor.add(valueAt(params, path));
}

function valueAt(value: Json, path: JsonPath): Json | undefined {
  let current: Json | undefined = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Readonly<Record<string | number, Json>>)[part];
  }
  return current;
}

function deployedResource(session: Session, component: string, resource: string): Json {
  const found = session.deployment(component)?.resources.find(({ name }) => name === resource);
  if (found === undefined) {
    throw new Failure(
      `${component} is deployed and gave no resource ${resource}. Deploy ${component} again, or correct the connection.`,
    );
  }
  return found.value;
}

async function importedResource(session: Session, name: string): Promise<Json> {
  const { project, processEnvironment } = session.request;
  const source = project.manifest.resources.get(name);
  const from = source?.from?.value;
  const type = source?.type === undefined ? undefined : parseTypeReference(source.type.value);
  if (from === undefined || type === undefined)
    throw new Failure(`The imported resource ${name} needs a type and a \`from\`.`);

  const what = `The imported resource ${name}`;
  const value =
    from.kind === 'project'
      ? await resourceOfProject(project, what, from)
      : parseImported(what, from, await readReference(what, from, project.paths.project, processEnvironment));
  for (const secret of secretsOf({ type: type.name, value, sensitive: false }, project.registry))
    session.redactor.add(secret);
  validateResource(what, value, type, project.registry);
  return value;
}

function parseImported(what: string, from: Reference, text: string | undefined): Json {
  if (text === undefined) throw new Failure(`${what} comes from ${describeReference(from)}, which is not set.`);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Failure(`${what} comes from ${describeReference(from)}, which is not JSON.`);
  }
}

async function readSecrets(
  session: Session,
  { component, bundle, secrets }: PreparedInstance,
): Promise<Record<string, Json>> {
  const values = new Map<string, Json>();
  for (const [name, reference] of secrets) {
    const value = await readSecret(session, component, name, reference, bundle.app.secrets.get(name)?.json ?? false);
    if (value !== undefined) values.set(name, value);
  }
  for (const { name, required } of bundle.app.secrets.values()) {
    if (!required || values.has(name)) continue;
    const reference = secrets.get(name);
    throw new Failure(
      reference === undefined
        ? `${component} needs the secret ${name}. Add it to the manifest, for example \`secrets: { ${name}: { env: ${name} } }\`.`
        : `${component} needs the secret ${name}, and ${describeReference(reference)} is not set.`,
    );
  }
  return Object.fromEntries(values);
}

async function readSecret(
  session: Session,
  component: string,
  name: string,
  reference: Reference,
  json: boolean,
): Promise<Json | undefined> {
  const what = `The secret ${name} of ${component}`;
  const { project, processEnvironment } = session.request;
  const text = await readReference(what, reference, project.paths.project, processEnvironment);
  if (text === undefined) return undefined;
  // A file usually ends in a line break that is not part of the secret.
  const value = reference.kind === 'file' ? text.replace(/\r?\n$/, '') : text;
  session.redactor.add(value);
  if (!json) return value;
  try {
    const parsed = JSON.parse(value) as Json;
    session.redactor.add(parsed);
    return parsed;
  } catch {
    throw new Failure(`${what} must be JSON, and ${describeReference(reference)} is not.`);
  }
}
