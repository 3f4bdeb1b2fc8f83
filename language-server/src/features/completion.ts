import { CompletionItemKind, type CompletionList, type Position, type Range } from 'vscode-languageserver-types';
import { choicesOf } from '../model/deployment/choices.ts';
import { noDeployments, type Deployments } from '../model/deployment/deployments.ts';
import type { ComponentSettings, Manifest } from '../model/manifest/manifest.ts';
import { editManifest } from '../model/manifest/parse.ts';
import type { Registry } from '../model/registry/registry.ts';
import { effectiveSchema } from '../model/schema/effective.ts';
import type { Slice } from '../model/yaml/slice.ts';
import { aliasProposals, wantsAlias } from './completion/aliases.ts';
import { bundleProposals, componentProposals } from './completion/bundles.ts';
import { slotProposals, targetProposals } from './completion/connections.ts';
import { defaultKeyProposals, defaultValueProposals, typeProposals } from './completion/environments.ts';
import { keyProposals, keyText } from './completion/keys.ts';
import {
  paramKeyProposals,
  paramValueProposals,
  valueAt,
  type KnownChoice,
  type ParamsAtCursor,
} from './completion/params.ts';
import { presentKeys } from './completion/present-keys.ts';
import { toItems, type Proposal } from './completion/proposal.ts';
import { fromKeyProposals, fromProposals, resourceProposals } from './completion/resources.ts';
import { secretProposals, secretSourceProposals } from './completion/secrets.ts';
import { completeParams, componentView } from './component-view.ts';
import { cursorAt, type Cursor } from './cursor.ts';
import { firstIndent } from './cursor-tokens.ts';
import { componentKeys, environmentKeys, overrideKeys, resourceKeys, rootKeys } from './manifest-keys.ts';
import { placeOf, type Place } from './place.ts';

/**
 * What could be written at a position.
 *
 * @param trigger the character that made the editor ask; a space asks for values only, since it is
 *   typed in many places where nothing is wanted.
 * @param deployments what is deployed: some choices are resources that are there.
 */
export function complete(
  manifest: Manifest,
  registry: Registry,
  position: Position,
  trigger?: string,
  deployments: Deployments = noDeployments,
): CompletionList | null {
  const { slice, offset } = manifest.at(position);
  const section = slice.kind === 'entry' ? slice.section : undefined;
  const found = cursorAt(slice.text, offset, section, columnAfter(manifest, slice));
  if (!found || found.literal) return null;
  const cursor: Cursor = { ...found, step: stepOf(manifest, slice) ?? found.step };
  const isQuoted = cursor.token.end > cursor.token.start;
  if (cursor.at === 'value' && cursor.text === '' && !isQuoted && !isFree(slice.text, offset)) return null;
  if (trigger === ' ' && (cursor.at === 'key' || cursor.text !== '')) return null;
  const typed = slice.text.slice(cursor.token.start, offset).replace(/^["']/, '');
  const range = manifest.range(slice, cursor.token);
  const token = slice.text.slice(cursor.token.start, cursor.token.end);
  if (wantsAlias(cursor)) {
    const aliases = aliasProposals(manifest, slice, cursor.token.start);
    return { isIncomplete: false, items: toItems(aliases, cursor, token, range) };
  }
  const place = placeOf(cursor.path);
  if (!place) return null;

  const edited = withoutHalfTypedKey(manifest, cursor, range);
  const request: Request = { manifest: edited, registry, deployments, cursor, typed, position: range.start };
  const keys = cursor.at === 'key' ? keysAt(request, place) : insideValue(request, place);
  const values = cursor.colon || (cursor.at === 'key' && keys.length > 0) ? nothing : valueProposals(request, place);
  const all = [...keys, ...values.proposals];
  const proposals =
    all.length <= mostProposals ? all : all.filter(({ label }) => label.includes(typed)).slice(0, mostProposals);
  return {
    isIncomplete: values.incomplete || proposals.length < all.length,
    items: toItems(proposals, cursor, token, range, slice.text.slice(offset, offset + 200)),
  };
}

/** More than anybody looks through; typing narrows them. */
const mostProposals = 500;

/** True where a value could begin and none does. */
function isFree(text: string, offset: number): boolean {
  const isExpected = /[:,[-]\s*$/.test(text.slice(Math.max(0, offset - 200), offset));
  return isExpected && !/^[ \t]*[^\s,}\]#]/.test(text.slice(offset, offset + 200));
}

/** By how much the entries of the manifest are indented. */
function stepOf(manifest: Manifest, slice: Slice): number | undefined {
  const entry = slice.kind === 'entry' ? slice : manifest.slices.find(({ kind }) => kind === 'entry');
  return entry && firstIndent(entry.text);
}

/** Column of the first line after a slice that has something on it. */
function columnAfter(manifest: Manifest, slice: Slice): number {
  const start = manifest.slices.indexOf(slice) + 1;
  for (let index = start; index < manifest.slices.length; index++) {
    const line = /^( *)[^\s#]/m.exec(manifest.slices[index]?.text ?? '');
    if (line) return line[1]?.length ?? 0;
  }
  return 0;
}

interface Request {
  readonly manifest: Manifest;
  readonly registry: Registry;
  readonly deployments: Deployments;
  readonly cursor: Cursor;
  /** The token up to the cursor. */
  readonly typed: string;
  /** Where the token begins. */
  readonly position: Position;
}

interface Values {
  readonly proposals: readonly Proposal[];
  readonly incomplete: boolean;
}

const nothing: Values = { proposals: [], incomplete: false };

/** A key without its colon can hide what follows it from the parser: what is there is read without it. */
function withoutHalfTypedKey(manifest: Manifest, cursor: Cursor, range: Range): Manifest {
  const isHalfTyped = cursor.at === 'key' && !cursor.colon && cursor.text !== '';
  return isHalfTyped ? editManifest(manifest, manifest.version, [{ range, text: '' }]) : manifest;
}

/** Keys of the mapping that the place is. */
function keysAt({ manifest, registry, cursor, position }: Request, place: Place): Proposal[] {
  const others = (names: Iterable<string>): Set<string> => {
    const present = new Set(names);
    present.delete(cursor.text);
    return present;
  };
  const present = (): Set<string> => others(presentKeys(manifest, position, cursor.path));
  switch (place.kind) {
    case 'root':
      return keyProposals(rootKeys, others(sectionsOf(manifest)), cursor);
    case 'components':
      return cursor.colon ? [] : componentProposals(manifest, registry, cursor);
    case 'resources':
      return cursor.colon ? [] : resourceProposals(manifest, registry, cursor);
    case 'environments':
      return ['staging', 'production', 'development']
        .filter((name) => !manifest.environments.has(name))
        .map((name) => ({ label: name, kind: CompletionItemKind.Property, ...keyText(name, 'entries', cursor) }));
    case 'component': {
      const view = componentView(manifest, registry, place);
      const keys = place.environment === undefined ? componentKeys : overrideKeys;
      return keyProposals(keys, others(settingKeys(view.own)), cursor);
    }
    case 'params': {
      const params = paramsAt(manifest, registry, cursor, place);
      return params ? paramKeyProposals(params) : [];
    }
    case 'connections': {
      const { bundle, own } = componentView(manifest, registry, place);
      const present = others(own?.connections.map(({ slot }) => slot.value) ?? []);
      return bundle ? slotProposals(manifest, registry, bundle, place.component, present, cursor) : [];
    }
    case 'secrets': {
      const { bundle, own } = componentView(manifest, registry, place);
      return bundle ? secretProposals(bundle, others(own?.secrets.map(({ name }) => name.value) ?? []), cursor) : [];
    }
    case 'secret':
      return place.path.length === 0 && present().size === 0 ? secretSourceProposals(cursor) : [];
    case 'resource': {
      const resource = manifest.resources.get(place.resource);
      const present = [...(resource?.type ? ['type'] : []), ...(resource?.from ? ['from'] : [])];
      return keyProposals(resourceKeys, others(present), cursor);
    }
    case 'from':
      return place.path.length === 0 ? fromKeyProposals(present(), cursor) : [];
    case 'environment': {
      const environment = manifest.environments.get(place.environment);
      const present = [
        ...(environment?.protected ? ['protected'] : []),
        ...(environment && environment.defaults.length > 0 ? ['defaults'] : []),
        ...(environment && environment.components.size > 0 ? ['components'] : []),
      ];
      return keyProposals(environmentKeys, others(present), cursor);
    }
    case 'defaults':
      return defaultKeyProposals(manifest, registry, place.environment, cursor);
    case 'overrides': {
      const overridden = others(manifest.environments.get(place.environment)?.components.keys() ?? []);
      return [...manifest.components.keys()]
        .filter((name) => !overridden.has(name))
        .map((name) => ({ label: name, kind: CompletionItemKind.Variable, ...keyText(name, 'entries', cursor) }));
    }
    default:
      return [];
  }
}

/** A value that is to be a mapping, where nothing stands yet: its keys go into braces. */
function insideValue({ cursor }: Request, place: Place): Proposal[] {
  if (cursor.text !== '') return [];
  if (place.kind === 'secret' && place.path.length === 0)
    return secretSourceProposals({ ...cursor, flow: false }, place.secret);
  return place.kind === 'from' && place.path.length === 0 ? fromProposals(place.resource) : [];
}

/** Values that the place can have. */
function valueProposals(request: Request, place: Place): Values {
  const { manifest, registry, cursor, typed } = request;
  const all = (proposals: readonly Proposal[]): Values => ({ proposals, incomplete: false });
  switch (place.kind) {
    case 'bundle': {
      const settings = manifest.components.get(place.component);
      return all(bundleProposals(manifest, registry, cursor, typed, settings, place.environment !== undefined));
    }
    case 'params': {
      const params = place.path.length > 0 ? paramsAt(manifest, registry, cursor, place) : undefined;
      return params ? all(paramValueProposals(params, choicesAt(request, place, params))) : nothing;
    }
    case 'connection': {
      const { bundle } = componentView(manifest, registry, place);
      return bundle ? targetProposals(manifest, registry, bundle, place.component, place.slot, typed) : nothing;
    }
    case 'resourceType':
      return all(typeProposals(registry));
    case 'protected':
      return all(['true', 'false'].map((label) => ({ label, kind: CompletionItemKind.Value })));
    case 'default':
      return all(defaultValueProposals(manifest, registry, place.type));
    default:
      return nothing;
  }
}

/** What the connected resource offers for a param, in the environment at hand or in any. */
function choicesAt(
  { manifest, registry, deployments }: Request,
  { component, environment, path }: Place & { kind: 'params' },
  { bundle, value }: ParamsAtCursor,
): KnownChoice[] {
  const last = path.at(-1);
  const schema = effectiveSchema(bundle.params, value, typeof last === 'number' ? path.slice(0, -1) : path);
  if (schema?.['$md.enum'] === undefined) return [];
  return (environment === undefined ? [...manifest.environments.keys()] : [environment]).flatMap((name) => {
    const known = choicesOf(schema, bundle, { component, environment: name }, { manifest, registry, deployments });
    return (known?.choices ?? []).map((choice) => ({ ...choice, from: `${known?.from} in ${name}` }));
  });
}

function paramsAt(
  manifest: Manifest,
  registry: Registry,
  cursor: Cursor,
  place: Place & { kind: 'params' },
): ParamsAtCursor | undefined {
  const { bundle, params, own } = componentView(manifest, registry, place);
  if (!bundle) return undefined;
  const here = valueAt(own?.params?.value, place.path);
  const present = new Set(typeof here === 'object' && here !== null && !Array.isArray(here) ? Object.keys(here) : []);
  if (cursor.at === 'key') present.delete(cursor.text);
  return { bundle, value: completeParams(bundle, params), path: place.path, cursor, present };
}

function sectionsOf(manifest: Manifest): string[] {
  const sections: string[] = [];
  if (manifest.project) sections.push('project');
  if (manifest.components.size > 0) sections.push('components');
  if (manifest.resources.size > 0) sections.push('resources');
  if (manifest.environments.size > 0) sections.push('environments');
  return sections;
}

function settingKeys(settings: (ComponentSettings & { title?: unknown }) | undefined): string[] {
  if (!settings) return [];
  const keys: string[] = [];
  if (settings.bundle) keys.push('bundle');
  if (settings.title) keys.push('title');
  if (settings.params) keys.push('params');
  if (settings.connections.length > 0) keys.push('connections');
  if (settings.secrets.length > 0) keys.push('secrets');
  return keys;
}
