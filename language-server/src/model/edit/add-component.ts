import type { Intent } from '../../protocol.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { formatBundleReference, isValidName, parseBundleReference } from '../manifest/reference.ts';
import type { BundleReference, BundleResolution } from '../registry/registry.ts';
import type { Json, JsonObject, JsonSchema, JsonSchemaObject } from '../schema/json-schema.ts';
import { blockStringsAt, flowStyleOf, insertEntries, insertLinesAfter } from './insert.ts';
import { type IntentPlan, keyOrder, type PlanContext } from './intent-plan.ts';
import type { ManifestOutline } from './manifest-outline.ts';
import { freeName } from './name.ts';
import { type Entry, isVoid } from './outline.ts';
import { precedingEntry } from './path.ts';
import { isEmpty, isObject, printBlockEntry, printFlow, printScalar } from './print.ts';
import { ownLines } from './remove-member.ts';
import type { Change } from './source-text.ts';
import { writeValue } from './write-value.ts';

/** Places a bundle behind the last component, under a free name, with the params that it cannot do without. */
export function planAddComponent(context: PlanContext, intent: Extract<Intent, { kind: 'addComponent' }>): IntentPlan {
  const { manifest, registry } = context;
  const reference = parseBundleReference(intent.bundle);
  if (!reference) return { refused: `\`${intent.bundle}\` is not the name of a bundle.` };
  const resolution = registry.resolveBundle(reference);
  if (resolution.kind !== 'found') return { refused: notFound(reference, resolution) };
  const { bundle } = resolution;

  const taken = new Set([...manifest.components.keys(), ...manifest.resources.keys()]);
  const name = intent.name ?? freeName(bundle.name, taken);
  if (!isValidName(name)) {
    return { refused: `\`${name}\` cannot be a name: up to 40 small letters, digits and \`-\`, with a letter first.` };
  }
  if (taken.has(name)) return { refused: `\`${name}\` is taken already. Choose another name.` };

  const params = requiredParams(bundle);
  const component: JsonObject = {
    bundle: formatBundleReference(recommended(reference, bundle)),
    ...(!isEmpty(params) && { params }),
  };
  const changes = insertComponent(context, name, component);
  return 'refused' in changes ? changes : { changes, select: { kind: 'node', id: name } };
}

function notFound(reference: BundleReference, resolution: Exclude<BundleResolution, { kind: 'found' }>): string {
  switch (resolution.kind) {
    case 'unknown-name': {
      const [best] = resolution.suggestions;
      return `There is no bundle \`${reference.name}\`.${best === undefined ? '' : ` Did you mean \`${best}\`?`}`;
    }
    case 'no-version':
      return `No version of \`${reference.name}\` is in \`${reference.range ?? 'latest'}\`. There are: ${resolution.available.join(', ')}.`;
    case 'broken':
      return `The bundle \`${reference.name}\` has errors of its own: ${resolution.problems[0]?.message ?? 'it cannot be read'}`;
  }
}

/** Follows compatible versions of a released bundle, unless the caller asked for something else. */
function recommended(reference: BundleReference, bundle: Bundle): BundleReference {
  if (reference.range !== undefined || reference.dev || bundle.version === '0.0.0') return reference;
  return { ...reference, range: `~${bundle.version.split('.')[0] ?? '0'}` };
}

function insertComponent(
  { outline }: PlanContext,
  name: string,
  component: JsonObject,
): readonly Change[] | { refused: string } {
  const { source, top } = outline;
  const step = outline.step('components');
  const header = outline.section('components');
  if (!header) {
    const section = [['components', { [name]: component }]] as const;
    if (top.members.length > 0) {
      return insertEntries(source, top, precedingEntry(top.members, 'components', keyOrder.top), section, step);
    }
    const at = outline.end;
    const lineBreak = source.lineBreak(0);
    const lead = at > 0 && source.column(at) > 0 ? lineBreak : '';
    const lines = printBlockEntry('components', { [name]: component }, 0, { step, blockStrings: true });
    return [{ start: at, end: at, text: lead + lines.map((line) => line + lineBreak).join('') }];
  }
  if (isVoid(header.value)) return writeValue(source, header, top.flow, { [name]: component }, step);
  const map = header.value;
  if (map?.kind !== 'map') {
    return { refused: '`components:` is not a map of names. Write it as one in the text, then add to it here.' };
  }
  const last = map.members.at(-1);
  if (map.flow || !last) return insertEntries(source, map, last, [[name, component]], step);
  return [appendToBlock(outline, last, map.members.at(-2), name, component)];
}

/** Writes the component as the one before it is written: as a block or a flow map, with a blank line before it or without. */
function appendToBlock(
  outline: ManifestOutline,
  last: Entry,
  beforeLast: Entry | undefined,
  name: string,
  component: JsonObject,
): Change {
  const { source } = outline;
  const indent = source.column(last.start);
  const model = last.value;
  const lines =
    model?.kind === 'map' && model.flow && model.members.length > 0
      ? [`${' '.repeat(indent)}${printScalar(name)}: ${printFlow(component, flowStyleOf(source, model))}`]
      : printBlockEntry(name, component, indent, {
          step: outline.step('components'),
          blockStrings: blockStringsAt(source, last.end, indent),
        });
  const gap = beforeLast && source.text.slice(beforeLast.end, ownLines(source, last).start);
  const spaced = gap !== undefined && /\n[ \t]*\r?\n/.test(gap);
  return insertLinesAfter(source, last, spaced ? ['', ...lines] : lines);
}

/** Values for the params that are required and have no default: the first preset's, or the first that is allowed. */
function requiredParams(bundle: Bundle): JsonObject {
  return requiredOf(bundle.params, bundle.presets[0]?.params) ?? {};
}

function requiredOf(schema: JsonSchemaObject, preset: Json | undefined): JsonObject | undefined {
  const values: [string, Json][] = [];
  for (const key of schema.required ?? []) {
    const property = ownValue(schema.properties, key);
    const value = requiredValue(property, preset !== undefined && isObject(preset) ? ownValue(preset, key) : undefined);
    if (value !== undefined) values.push([key, value]);
  }
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

function requiredValue(schema: JsonSchema | undefined, preset: Json | undefined): Json | undefined {
  if (typeof schema !== 'object' || schema.default !== undefined || schema.const !== undefined) return undefined;
  if (schema.type === 'object' || schema.properties) return requiredOf(schema, preset);
  return preset ?? schema.enum?.[0];
}

function ownValue<T>(map: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}
