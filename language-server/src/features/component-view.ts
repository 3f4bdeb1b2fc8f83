import type { Bundle } from '../model/bundle/bundle.ts';
import type { ComponentSettings, ComponentSource, Manifest } from '../model/manifest/manifest.ts';
import { mergeParams } from '../model/manifest/resolve.ts';
import type { Registry } from '../model/registry/registry.ts';
import { effectiveSchema, withDefaults } from '../model/schema/effective.ts';
import type { JsonObject, JsonPath, JsonSchemaObject } from '../model/schema/json-schema.ts';
import { isObject } from '../model/schema/own-property.ts';

/** A component as it is at a place: in itself, or in an environment's override. */
export interface ComponentView {
  readonly component: ComponentSource | undefined;
  /** The settings that stand at the place: the component's, or the override's. */
  readonly own: ComponentSettings | undefined;
  /** The bundle in force there, when it was found. */
  readonly bundle: Bundle | undefined;
  /** The params in force there. */
  readonly params: JsonObject;
}

export function componentView(
  manifest: Manifest,
  registry: Registry,
  place: { readonly component: string; readonly environment?: string },
): ComponentView {
  const component = manifest.components.get(place.component);
  const { environment } = place;
  const override =
    environment === undefined ? undefined : manifest.environments.get(environment)?.components.get(place.component);
  const reference = (override?.bundle ?? component?.bundle)?.value;
  const resolution = reference && registry.resolveBundle(reference);
  return {
    component,
    own: environment === undefined ? component : override,
    bundle: resolution?.kind === 'found' ? resolution.bundle : undefined,
    params: mergeParams(component ?? {}, override).value,
  };
}

/** Params with the defaults of the bundle that are in force: what they make valid is valid as if they were written. */
export function completeParams(bundle: Bundle, params: JsonObject): JsonObject {
  const complete = withDefaults(bundle.params, params);
  return isObject(complete) ? complete : params;
}

/** What a bundle says of a param, given the others; undefined when it takes none at that path. */
export function paramSchema(bundle: Bundle, params: JsonObject, path: JsonPath): JsonSchemaObject | undefined {
  return effectiveSchema(bundle.params, completeParams(bundle, params), path);
}
