import { validatorFor } from '@patchbay/language-server/model/schema/validate';
import type { Slot, TypeReference } from '@patchbay/language-server/model/bundle/bundle';
import type { Registry } from '@patchbay/language-server/model/registry/registry';
import { sensitivePaths } from '@patchbay/language-server/model/schema/effective';
import type { Json, JsonPath, JsonSchema } from '@patchbay/language-server/model/schema/json-schema';
import { digestOf } from './digest.ts';
import { Failure } from './failure.ts';
import type { StepResource } from './provisioner.ts';
import type { PreparedInstance } from './prepare.ts';
import type { RecordedResource } from './records.ts';

/**
 * What an instance gives to others: everything that its bundle declares, each value valid.
 *
 * @throws Failure when a resource is missing or is not what its type says
 */
export function collectResources(
  prepared: PreparedInstance,
  given: readonly StepResource[],
  registry: Registry,
): readonly RecordedResource[] {
  const byName = new Map(given.map((resource) => [resource.name, resource]));
  const collected: RecordedResource[] = [];
  for (const output of prepared.bundle.resources.values()) {
    const resource = byName.get(output.name);
    if (resource === undefined) {
      if (output.required) throw new Failure(missing(prepared, output.name));
      continue;
    }
    validateResource(`The resource ${output.name} of ${prepared.component}`, resource.value, output.type, registry);
    collected.push({ name: output.name, type: output.type.name, value: resource.value, sensitive: resource.sensitive });
  }
  return collected;
}

function missing({ bundle, component }: PreparedInstance, name: string): string {
  const script = bundle.steps.every(({ provisioner }) => provisioner === 'script');
  const where = script ? `resources/${name}.json` : `output "${name}" or the file resource_${name}.jq`;
  return `${component} was provisioned and did not give its resource ${name}. The bundle ${bundle.name} declares it and lacks ${where}.`;
}

/**
 * @param what begins the message, such as `The imported resource dns`
 * @throws Failure when the value does not fit its type
 */
export function validateResource(what: string, value: Json, type: TypeReference, registry: Registry): void {
  const resourceType = registry.resourceType(type);
  if (resourceType === undefined) throw new Failure(`${what} is of the type ${type.name}, which is not known here.`);
  requireValid(`${what} is not a ${type.name}`, value, resourceType.schema, resourceType.digest);
}

/** Checks what a slot asks beyond the type. */
export function validateConstraint(slot: Slot, value: Json): void {
  if (slot.constraint === undefined) return;
  requireValid(
    `What fills the slot ${slot.name} does not do`,
    value,
    slot.constraint,
    digestOf(slot.constraint as Json),
  );
}

function requireValid(what: string, value: Json, schema: JsonSchema, digest: string): void {
  const problems = validatorFor(schema, digest).validate(value);
  const [first] = problems;
  if (first === undefined) return;
  const where = first.path.length === 0 ? '' : ` at ${first.path.join('.')}`;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new Failure(`${what}${where}: ${first.message}${more}`);
}

/**
 * The parts of a resource that nobody may see: what its type marks or a name gives away, and all
 * of it when the tool says that it is sensitive and the type marks nothing.
 */
export function secretsOf(
  resource: Pick<RecordedResource, 'type' | 'value' | 'sensitive'>,
  registry: Registry,
): readonly Json[] {
  const type = registry.resourceType({ name: resource.type });
  const marked = type === undefined ? [] : sensitivePaths(type.schema, resource.value);
  if (marked.length === 0 && (resource.sensitive || type === undefined)) return [resource.value];
  const hidden = new Set(marked.map(pathKey));
  return [...leaves(resource.value)].filter(({ path }) => isBelow(path, hidden)).map(({ value }) => value);
}

/** Addresses that a person may open: those that are written out, and those given as host, port and protocol. */
export function linksOf(
  resource: Pick<RecordedResource, 'type' | 'value' | 'sensitive'>,
  registry: Registry,
): readonly string[] {
  const secrets = secretsOf(resource, registry);
  if (secrets.includes(resource.value)) return [];
  const hidden = secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
  const written = [...leaves(resource.value)].map(({ value }) => value);
  const composed = [...addresses(resource.value)];
  return [...written, ...composed].filter(
    (value): value is string =>
      typeof value === 'string' && isLink(value) && !hidden.some((secret) => value.includes(secret)),
  );
}

/** `http://HOSTNAME:PORT` of every part of a value that is such an address, as in the resource type `api`. */
function* addresses(value: Json): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const { protocol, hostname, port } = value as Readonly<Record<string, Json>>;
  const isAddress =
    (protocol === 'http' || protocol === 'https') && typeof hostname === 'string' && typeof port === 'number';
  if (isAddress && /^[\w.-]+$/.test(hostname) && URL.canParse(`${protocol}://${hostname}:${port}`))
    yield new URL(`${protocol}://${hostname}:${port}`).href;
  for (const item of Object.values(value)) yield* addresses(item as Json);
}

function isLink(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

function isBelow(path: JsonPath, hidden: ReadonlySet<string>): boolean {
  return hidden.has(pathKey([])) || path.some((_, index) => hidden.has(pathKey(path.slice(0, index + 1))));
}

/** Indexes of lists count as names. */
function pathKey(path: JsonPath): string {
  return JSON.stringify(path.map(String));
}

function* leaves(value: Json, path: JsonPath = []): Generator<{ path: JsonPath; value: Json }> {
  if (typeof value !== 'object' || value === null) {
    yield { path, value };
    return;
  }
  for (const [key, item] of Object.entries(value)) yield* leaves(item as Json, [...path, key]);
}
