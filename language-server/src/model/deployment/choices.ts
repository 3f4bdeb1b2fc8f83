import type { Bundle } from '../bundle/bundle.ts';
import { evaluate } from '../jq/evaluate.ts';
import type { ConnectionTarget, Manifest } from '../manifest/manifest.ts';
import { resolveInstance } from '../manifest/resolve.ts';
import type { Registry } from '../registry/registry.ts';
import type { Json, JsonSchemaObject } from '../schema/json-schema.ts';
import { isObject } from '../schema/own-property.ts';
import { redact, redacted } from '../schema/sensitive.ts';
import type { Deployments } from './deployments.ts';

/** What a param with `$md.enum` may be, as the connected resource says. */
export interface Choices {
  /** What the resource is, as a connection names it. */
  readonly from: string;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly value: Json;
  readonly label?: string;
}

const mostChoices = 500;

/**
 * The choices of a param in one environment. They are known once what the slot is connected to is
 * deployed there, or is an imported resource whose file can be read. Secrets are never among them.
 *
 * @param schema the schema of the param.
 * @returns undefined when they are not known.
 */
export function choicesOf(
  schema: JsonSchemaObject,
  bundle: Bundle,
  { component, environment }: { readonly component: string; readonly environment: string },
  known: { readonly manifest: Manifest; readonly registry: Registry; readonly deployments: Deployments },
): Choices | undefined {
  const keyword = schema['$md.enum'];
  if (!isObject(keyword)) return undefined;
  const { connection, options, value, label } = keyword;
  if (typeof connection !== 'string' || typeof options !== 'string') return undefined;
  const target = resolveInstance(known.manifest, component, environment, () => bundle.dependencies)?.connections.get(
    connection,
  )?.target;
  const resource = target && resourceAt(target, environment, known);
  if (!target || resource === undefined) return undefined;
  const results = evaluate(options, resource);
  const [first] = results ?? [];
  const list = results?.length === 1 && Array.isArray(first) ? (first as readonly Json[]) : results;
  if (!list) return undefined;
  const choices = list.slice(0, mostChoices).flatMap((option) => choiceOf(option, value, label) ?? []);
  if (choices.length === 0 || list.length > mostChoices) return undefined;
  return { from: target.resource === undefined ? target.component : `${target.component}.${target.resource}`, choices };
}

/** The connected resource as it is in the environment, without its secrets. */
function resourceAt(
  { component, resource }: ConnectionTarget,
  environment: string,
  { manifest, registry, deployments }: Parameters<typeof choicesOf>[3],
): Json | undefined {
  if (resource === undefined) {
    const value = deployments.imported.get(component);
    const type = manifest.resources.get(component)?.type?.value;
    return value === undefined || type === undefined ? undefined : withoutSecrets(value, type, registry);
  }
  const deployed = deployments.environments.get(environment)?.instances.get(component)?.deployed;
  const found = deployed?.resources.get(resource);
  return found && withoutSecrets(found.value, found.type, registry);
}

function withoutSecrets(value: Json, type: string, registry: Registry): Json | undefined {
  const known = registry.resourceType({ name: type.replace(/@.*$/s, '') });
  return known && redact(known.schema, value);
}

function choiceOf(option: Json, valueOf: unknown, labelOf: unknown): Choice | undefined {
  const value = typeof valueOf === 'string' ? single(valueOf, option) : option;
  if (value === undefined || (JSON.stringify(value) ?? '').includes(redacted)) return undefined;
  const label = typeof labelOf === 'string' ? single(labelOf, option) : undefined;
  const isShown = typeof label === 'string' && label !== value && !label.includes(redacted);
  return isShown ? { value, label } : { value };
}

function single(program: string, input: Json): Json | undefined {
  const results = evaluate(program, input);
  return results?.length === 1 ? results[0] : undefined;
}
