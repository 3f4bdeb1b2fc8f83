import type { JsonPath } from '../model/schema/json-schema.ts';

/** What a path in a manifest stands for. `environment` is set inside an environment's override. */
export type Place =
  | { readonly kind: 'root' }
  | { readonly kind: 'project' }
  | { readonly kind: 'components' | 'resources' | 'environments' }
  | { readonly kind: 'component'; readonly component: string; readonly environment?: string }
  | { readonly kind: 'bundle'; readonly component: string; readonly environment?: string }
  | { readonly kind: 'title'; readonly component: string }
  | { readonly kind: 'params'; readonly component: string; readonly environment?: string; readonly path: JsonPath }
  | { readonly kind: 'connections'; readonly component: string; readonly environment?: string }
  | { readonly kind: 'connection'; readonly component: string; readonly environment?: string; readonly slot: string }
  | { readonly kind: 'secrets'; readonly component: string; readonly environment?: string }
  | {
      readonly kind: 'secret';
      readonly component: string;
      readonly environment?: string;
      readonly secret: string;
      readonly path: JsonPath;
    }
  | { readonly kind: 'resource'; readonly resource: string }
  | { readonly kind: 'resourceType'; readonly resource: string }
  | { readonly kind: 'from'; readonly resource: string; readonly path: JsonPath }
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'protected'; readonly environment: string }
  | { readonly kind: 'defaults'; readonly environment: string }
  | { readonly kind: 'default'; readonly environment: string; readonly type: string }
  | { readonly kind: 'overrides'; readonly environment: string };

/** What the value at `path` stands for; undefined where a manifest has nothing. */
export function placeOf(path: JsonPath): Place | undefined {
  const [section, name, field, ...rest] = path;
  if (section === undefined) return { kind: 'root' };
  if (section === 'project') return path.length === 1 ? { kind: 'project' } : undefined;
  if (section !== 'components' && section !== 'resources' && section !== 'environments') return undefined;
  if (name === undefined) return { kind: section };
  if (typeof name !== 'string') return undefined;
  if (section === 'components') return componentPlace(name, undefined, field, rest);
  if (section === 'resources') return resourcePlace(name, field, rest);
  return environmentPlace(name, field, rest);
}

function componentPlace(
  component: string,
  environment: string | undefined,
  field: string | number | undefined,
  rest: JsonPath,
): Place | undefined {
  const where = environment === undefined ? { component } : { component, environment };
  const [name, ...path] = rest;
  switch (field) {
    case undefined:
      return { kind: 'component', ...where };
    case 'title':
      return environment === undefined ? { kind: 'title', component } : undefined;
    case 'bundle':
      return { kind: 'bundle', ...where };
    case 'params':
      return { kind: 'params', ...where, path: rest };
    case 'connections':
      if (name === undefined) return { kind: 'connections', ...where };
      return typeof name === 'string' && path.length === 0 ? { kind: 'connection', ...where, slot: name } : undefined;
    case 'secrets':
      if (name === undefined) return { kind: 'secrets', ...where };
      return typeof name === 'string' ? { kind: 'secret', ...where, secret: name, path } : undefined;
    default:
      return undefined;
  }
}

function resourcePlace(resource: string, field: string | number | undefined, rest: JsonPath): Place | undefined {
  if (field === undefined) return { kind: 'resource', resource };
  if (field === 'type' && rest.length === 0) return { kind: 'resourceType', resource };
  return field === 'from' ? { kind: 'from', resource, path: rest } : undefined;
}

function environmentPlace(environment: string, field: string | number | undefined, rest: JsonPath): Place | undefined {
  const [name, inner, ...path] = rest;
  switch (field) {
    case undefined:
      return { kind: 'environment', environment };
    case 'protected':
      return { kind: 'protected', environment };
    case 'defaults':
      if (name === undefined) return { kind: 'defaults', environment };
      return typeof name === 'string' && inner === undefined ? { kind: 'default', environment, type: name } : undefined;
    case 'components':
      if (name === undefined) return { kind: 'overrides', environment };
      return typeof name === 'string' ? componentPlace(name, environment, inner, path) : undefined;
    default:
      return undefined;
  }
}
