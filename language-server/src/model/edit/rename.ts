import type { Intent } from '../../protocol.ts';
import type { ConnectionTarget, Located, Manifest } from '../manifest/manifest.ts';
import { parseManifest } from '../manifest/parse.ts';
import { formatConnectionTarget, isValidName } from '../manifest/reference.ts';
import type { Slice, Span } from '../yaml/slice.ts';
import type { IntentPlan, PlanContext } from './intent-plan.ts';
import type { SectionName } from './manifest-outline.ts';
import { type Entry, entryOf, type Outline } from './outline.ts';
import { printScalar, printScalarLike } from './print.ts';
import { aliasReason } from './path.ts';
import { applyChanges, type Change, settle } from './source-text.ts';

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

  const own = renameKey(entry, newName);
  if (target === 'environment') return { changes: [own], keepsShape: true };
  const { changes, indirect } = renameReferences(context, name, newName);
  changes.push(own);
  if (indirect && stillNames(manifest, applyChanges(outline.source.text, settle(changes)), name))
    return { refused: aliasReason };
  return { changes, keepsShape: true, select: { kind: 'node', id: newName } };
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

/** True when a text, read anew, speaks of something by its old name. */
function stillNames({ uri, version }: Manifest, text: string, name: string): boolean {
  const { components, environments } = parseManifest(uri, version, text);
  const overrides = [...environments.values()].flatMap((environment) => [...environment.components.values()]);
  const targets = [
    ...[...components.values(), ...overrides].flatMap(({ connections }) => connections),
    ...[...environments.values()].flatMap(({ defaults }) => defaults),
  ];
  return (
    overrides.some((override) => override.name.value === name) ||
    targets.some(({ target }) => target.value?.component === name)
  );
}

/** `indirect`: some of them are written with aliases or escapes. */
function renameReferences(
  context: PlanContext,
  name: string,
  newName: string,
): { readonly changes: Change[]; readonly indirect: boolean } {
  const { manifest } = context;
  const changes: Change[] = [];
  let indirect = false;
  const follow = (words: readonly Word[], otherwise: () => Change[]): void => {
    const replaced = replaceWords(context, words);
    indirect ||= replaced === undefined;
    changes.push(...(replaced ?? otherwise()));
  };
  for (const [component, { slice, connections }] of manifest.components) {
    const words = targetsOf(slice, connections, name, newName);
    if (words.length > 0) follow(words, () => renameInComponent(context, component, name, newName));
  }
  for (const [environment, { slice, defaults, components }] of manifest.environments) {
    const words = targetsOf(slice, defaults, name, newName);
    for (const override of components.values()) {
      if (override.name.value === name)
        words.push({ slice: override.slice, span: override.name.span, text: name, newText: newName });
      words.push(...targetsOf(override.slice, override.connections, name, newName));
    }
    if (words.length > 0) follow(words, () => renameInEnvironment(context, environment, name, newName));
  }
  return { changes, indirect };
}

/** One word of the text as a name or target, and what it becomes. */
interface Word {
  readonly slice: Slice;
  readonly span: Span;
  readonly text: string;
  readonly newText: string;
}

function targetsOf(
  slice: Slice,
  sources: readonly { readonly target: Located<ConnectionTarget | undefined> }[],
  name: string,
  newName: string,
): Word[] {
  return sources.flatMap(({ target: { value, span } }) => {
    if (value?.component !== name) return [];
    const newText = formatConnectionTarget({ ...value, component: newName });
    return [{ slice, span, text: formatConnectionTarget(value), newText }];
  });
}

/**
 * Replaces words that stand in the text as they are, in quotes or without: there may be thousands.
 * Undefined when one is written in another way, such as with an alias or with escapes.
 */
function replaceWords({ manifest, outline }: PlanContext, words: readonly Word[]): Change[] | undefined {
  const changes: Change[] = [];
  for (const { slice, span, text, newText } of words) {
    const written = slice.text.slice(span.start, span.end);
    const style = quoteStyles.find(([quote]) => written === quote + text + quote)?.[1];
    if (style === undefined) return undefined;
    const start = outline.source.offsetAt(manifest.range(slice, span).start);
    changes.push(replaceText(start, start + written.length, style, newText));
  }
  return changes;
}

const quoteStyles = [
  ['', 'plain'],
  ['"', 'double'],
  ["'", 'single'],
] as const;

function renameInComponent({ outline }: PlanContext, component: string, name: string, newName: string): Change[] {
  const value = outline.entry('components', component)?.value;
  return renameTargets(entryOf(value, 'connections')?.value, name, newName);
}

function renameInEnvironment({ outline }: PlanContext, environment: string, name: string, newName: string): Change[] {
  const value = outline.entry('environments', environment)?.value;
  const changes = renameTargets(entryOf(value, 'defaults')?.value, name, newName);
  const components = entryOf(value, 'components')?.value;
  for (const override of components?.kind === 'map' ? components.members : []) {
    if (override.key === name) changes.push(renameKey(override, newName));
    changes.push(...renameTargets(entryOf(override.value, 'connections')?.value, name, newName));
  }
  return changes;
}

function renameTargets(map: Outline | undefined, name: string, newName: string): Change[] {
  return map?.kind === 'map' ? map.members.flatMap(({ value }) => renameTarget(value, name, newName)) : [];
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
