import type { JsonSchema } from '../../schema/json-schema.ts';
import { fromEntries } from '../../schema/own-property.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Bundle, Slot } from '../bundle.ts';

/**
 * What the expressions of a bundle see: `{params, connections, dependencies, secrets}`.
 *
 * @param untyped slots that do not say their resource type, and may hold anything.
 */
export function expressionInput(bundle: Bundle, registry: Registry, untyped: readonly string[] = []): JsonSchema {
  const connections = connectionsOf(bundle, registry, untyped);
  return closed({ params: paramsOf(bundle), connections, dependencies: connections, secrets: secretsOf(bundle) });
}

/** What `resource_NAME.jq` in a module sees: `{params, connections, envs, outputs}`. */
export function resourceTemplateInput(
  bundle: Bundle,
  registry: Registry,
  outputs: Iterable<string> | undefined,
): JsonSchema {
  const connections = connectionsOf(bundle, registry);
  return closed({
    params: paramsOf(bundle),
    connections,
    dependencies: connections,
    secrets: secretsOf(bundle),
    envs: names(bundle.app.envs.keys()),
    outputs: outputs === undefined ? true : names(outputs),
  });
}

/** What fills a slot. */
export function payloadOf({ type, constraint }: Slot, registry: Registry): JsonSchema {
  const payload = registry.resourceType(type)?.schema ?? registry.resourceType({ name: type.name })?.schema;
  if (payload === undefined) return true;
  return constraint === undefined ? payload : { allOf: [payload, constraint] };
}

/** The engine adds `md_metadata`, which no bundle declares. */
function paramsOf({ params }: Bundle): JsonSchema {
  return { allOf: [params, { properties: { md_metadata: true } }] };
}

function connectionsOf({ dependencies }: Bundle, registry: Registry, untyped: readonly string[] = []): JsonSchema {
  const slots = [...dependencies.values()].map((slot) => [slot.name, payloadOf(slot, registry)] as const);
  return closed(fromEntries([...slots, ...untyped.map((name) => [name, true] as const)]));
}

function secretsOf({ app }: Bundle): JsonSchema {
  return names(app.secrets.keys());
}

function names(of: Iterable<string>): JsonSchema {
  return closed(fromEntries([...of].map((name) => [name, true] as const)));
}

function closed(properties: { readonly [name: string]: JsonSchema }): JsonSchema {
  return { type: 'object', properties, additionalProperties: false };
}
