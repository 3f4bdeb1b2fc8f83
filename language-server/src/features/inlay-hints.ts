import { InlayHintKind, type InlayHint, type Range } from 'vscode-languageserver-types';
import { printFlow } from '../model/edit/print.ts';
import type { ComponentSettings, Manifest } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';
import { withDefaults } from '../model/schema/defaults.ts';
import { getOwn, isObject } from '../model/schema/own-property.ts';
import { sensitivePaths } from '../model/schema/sensitive.ts';
import type { Json, JsonObject } from '../model/schema/json-schema.ts';

/** How many defaults are shown behind `params:`. */
const mostDefaults = 4;

/** What the text does not say: the version a range resolved to, and the defaults in force. */
export function inlayHints(manifest: Manifest, registry: Registry, range: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  const isShown = (settings: ComponentSettings): boolean => {
    const { start, end } = manifest.range(settings.slice, settings.span);
    return start.line <= range.end.line && end.line >= range.start.line;
  };
  for (const component of manifest.components.values()) {
    if (isShown(component)) hints.push(...componentHints(manifest, registry, component));
  }
  for (const environment of manifest.environments.values()) {
    for (const override of environment.components.values()) {
      if (override.bundle && isShown(override)) hints.push(...versionHint(manifest, registry, override));
    }
  }
  return hints;
}

function* componentHints(manifest: Manifest, registry: Registry, component: ComponentSettings): Generator<InlayHint> {
  yield* versionHint(manifest, registry, component);
  const reference = component.bundle?.value;
  const resolution = reference && registry.resolveBundle(reference);
  if (resolution?.kind !== 'found' || !component.params) return;
  const key = component.slice.text.lastIndexOf('params', component.params.span.start);
  if (key < component.span.start) return;
  const colon = component.slice.text.indexOf(':', key) + 1;
  const given = component.params.value;
  const schema = resolution.bundle.params;
  const full = withDefaults(schema, given as Json);
  if (!isObject(full)) return;
  const hidden = new Set(sensitivePaths(schema, full).map(([first]) => first));
  const defaults = Object.keys(full).filter((key) => !Object.hasOwn(given, key) && !hidden.has(key));
  if (defaults.length === 0) return;
  const shown = defaults
    .slice(0, mostDefaults)
    .map((key) => `${key}: ${short(getOwn(full as JsonObject, key) ?? null)}`);
  const more = defaults.length > shown.length ? ', …' : '';
  yield {
    position: manifest.range(component.slice, { start: colon, end: colon }).start,
    label: `${shown.join(', ')}${more}`,
    tooltip: 'Defaults of the bundle that are in force.',
    paddingLeft: true,
  };
}

function* versionHint(manifest: Manifest, registry: Registry, settings: ComponentSettings): Generator<InlayHint> {
  const reference = settings.bundle?.value;
  const resolution = reference && registry.resolveBundle(reference);
  if (!settings.bundle || resolution?.kind !== 'found' || reference?.range === resolution.bundle.version) return;
  const { end } = manifest.range(settings.slice, settings.bundle.span);
  yield { position: end, label: resolution.bundle.version, kind: InlayHintKind.Type, paddingLeft: true };
}

function short(value: Json): string {
  const text = printFlow(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
