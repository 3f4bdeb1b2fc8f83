import type { Element, Intent } from '../../protocol.ts';
import type { ConnectionTarget, Manifest } from '../manifest/manifest.ts';
import { formatConnectionTarget, isValidName } from '../manifest/reference.ts';
import type { IntentPlan, PlanContext } from './intent-plan.ts';
import type { SectionName } from './manifest-outline.ts';
import { type Entry, entryOf, type Outline } from './outline.ts';
import { printScalar, printScalarLike } from './print.ts';
import type { Change } from './source-text.ts';

type Rename = Extract<Intent, { kind: 'rename' }>;

/** Gives a component, imported resource or environment another name, wherever the manifest names it. */
export function planRename(context: PlanContext, intent: Rename): IntentPlan {
  const { manifest, outline } = context;
  const { target, name, newName } = intent;
  const section = sections[target];
  const entry = outline.entry(section, name);
  if (!entry) return { refused: `There is no ${words[target]} \`${name}\` in this manifest.` };
  if (name === newName) return { changes: [] };
  if (!isValidName(newName)) {
    return {
      refused: `\`${newName}\` cannot be a name: up to 40 small letters, digits and \`-\`, with a letter first.`,
    };
  }
  if (isTaken(manifest, target, newName)) return { refused: `\`${newName}\` is taken already. Choose another name.` };
  const twice = target === 'environment' ? undefined : overridingBoth(manifest, name, newName);
  if (twice !== undefined) {
    return {
      refused: `The environment \`${twice}\` has an override for \`${newName}\` already, beside that for \`${name}\`. Choose another name, or take one of the two away first.`,
    };
  }

  const changes = [renameKey(entry, newName)];
  if (target !== 'environment') changes.push(...renameReferences(context, name, newName));
  const select: Element = { kind: 'node', id: newName };
  return target === 'environment' ? { changes } : { changes, select };
}

const sections = {
  component: 'components',
  resource: 'resources',
  environment: 'environments',
} as const satisfies Record<Rename['target'], SectionName>;
const words = { component: 'component', resource: 'imported resource', environment: 'environment' } as const;

/** Components and imported resources share their names. */
function isTaken(manifest: Manifest, target: Rename['target'], name: string): boolean {
  if (target === 'environment') return manifest.environments.has(name);
  return manifest.components.has(name) || manifest.resources.has(name);
}

/** The first environment in which two overrides would get the same name; one may speak of a component that is gone. */
function overridingBoth(manifest: Manifest, name: string, newName: string): string | undefined {
  for (const [environment, { components }] of manifest.environments) {
    if (components.has(name) && components.has(newName)) return environment;
  }
  return undefined;
}

function renameReferences({ manifest, outline }: PlanContext, name: string, newName: string): Change[] {
  const changes: Change[] = [];
  const follow = (outlineOfMap: Outline | undefined): void => {
    if (outlineOfMap?.kind !== 'map') return;
    for (const { value } of outlineOfMap.members) changes.push(...renameTarget(value, name, newName));
  };
  for (const [component, source] of manifest.components) {
    if (!source.connections.some(({ target }) => target.value?.component === name)) continue;
    follow(entryOf(outline.entry('components', component)?.value, 'connections')?.value);
  }
  for (const [environment, source] of manifest.environments) {
    const overrides = [...source.components.values()];
    const concerned =
      source.components.has(name) ||
      source.defaults.some(({ target }) => target.value?.component === name) ||
      overrides.some(({ connections }) => connections.some(({ target }) => target.value?.component === name));
    if (!concerned) continue;
    const value = outline.entry('environments', environment)?.value;
    follow(entryOf(value, 'defaults')?.value);
    const components = entryOf(value, 'components')?.value;
    if (components?.kind !== 'map') continue;
    for (const override of components.members) {
      if (override.key === name) changes.push(renameKey(override, newName));
      follow(entryOf(override.value, 'connections')?.value);
    }
  }
  return changes;
}

function renameTarget(value: Outline | undefined, name: string, newName: string): Change[] {
  // An alias follows the value that it repeats.
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return [];
  const [component, ...rest] = value.value.trim().split('.');
  if (component !== name) return [];
  const target: ConnectionTarget = { component: newName, ...(rest.length > 0 && { resource: rest.join('.') }) };
  return [replaceText(value.contentStart, value.end, value.style, formatConnectionTarget(target))];
}

function renameKey(entry: Entry, newName: string): Change {
  return replaceText(entry.keyStart, entry.keyEnd, entry.keyStyle, newName);
}

function replaceText(start: number, end: number, style: Entry['keyStyle'], text: string): Change {
  const quoted = style === 'single' || style === 'double' ? printScalarLike(text, style) : undefined;
  return { start, end, text: quoted ?? printScalar(text, true) };
}
