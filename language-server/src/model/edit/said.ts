import type { ComponentSettings, Manifest } from '../manifest/manifest.ts';
import { isList, isObject } from './print.ts';
import type { Json, JsonPath } from '../schema/json-schema.ts';

/**
 * Whether the manifest says something at a path below an entry. The text of the entry need not
 * have it: aliases and merges of YAML bring values from elsewhere.
 */
export function saidAt(
  manifest: Manifest,
  section: 'components' | 'resources' | 'environments',
  name: string,
  path: JsonPath,
): boolean {
  if (section === 'components') {
    const settings = manifest.components.get(name);
    return settings !== undefined && saidInSettings(settings, path);
  }
  const environment = section === 'environments' ? manifest.environments.get(name) : undefined;
  if (!environment) return false;
  const [part, component, ...rest] = path;
  if (part === 'defaults') return environment.defaults.length > 0;
  if (part !== 'components') return false;
  if (component === undefined) return environment.components.size > 0;
  const settings = environment.components.get(String(component));
  return settings !== undefined && saidInSettings(settings, rest);
}

function saidInSettings(settings: ComponentSettings, [part, ...path]: JsonPath): boolean {
  if (part === undefined) return true;
  if (part === 'connections') {
    const [slot] = path;
    return settings.connections.some((connection) => slot === undefined || connection.slot.value === slot);
  }
  return part === 'params' && settings.params !== undefined && valueAt(settings.params.value, path) !== undefined;
}

function valueAt(value: Json, path: JsonPath): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) {
    if (current === undefined) return undefined;
    if (isList(current) && typeof step === 'number') current = current[step];
    else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}
