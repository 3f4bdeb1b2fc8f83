import { MarkupKind, type Hover, type Position } from 'vscode-languageserver-types';
import { formatTypeReference } from '../model/bundle/type-reference.ts';
import { printFlow } from '../model/edit/print.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import { formatConnectionTarget } from '../model/manifest/reference.ts';
import type { Registry } from '../model/registry/registry.ts';
import type { Json, JsonSchema } from '../model/schema/json-schema.ts';
import { declaredProperties } from '../model/schema/levels.ts';
import { redact, sensitivePaths } from '../model/schema/sensitive.ts';
import { valueAt } from './completion/params.ts';
import { completeParams, componentView, paramSchema } from './component-view.ts';
import { connectionsByEnvironment } from './connection-origins.ts';
import { bundleDocumentation, markdown } from './describe-bundle.ts';
import { codeText, schemaDocumentation } from './describe-schema.ts';
import {
  componentKeys,
  environmentKeys,
  fromKeys,
  resourceKeys,
  rootKeys,
  secretKeys,
  type ManifestKey,
} from './manifest-keys.ts';
import type { Place } from './place.ts';
import { targetAt } from './target.ts';

/** What is known about the word at a position. */
export function hover(manifest: Manifest, registry: Registry, position: Position): Hover | undefined {
  const target = targetAt(manifest, position);
  if (!target?.place || target.cursor.text === '') return undefined;
  const text = describe(manifest, registry, target.place, target.cursor.at === 'key');
  if (text === undefined || text === '') return undefined;
  return {
    contents: { kind: MarkupKind.Markdown, value: text },
    range: manifest.range(target.slice, target.cursor.token),
  };
}

function describe(manifest: Manifest, registry: Registry, place: Place, onKey: boolean): string | undefined {
  switch (place.kind) {
    case 'root':
    case 'overrides':
    case 'defaults':
      return place.kind === 'root'
        ? undefined
        : keyDescription(environmentKeys, place.kind === 'overrides' ? 'components' : 'defaults');
    case 'project':
    case 'components':
    case 'resources':
    case 'environments':
      return onKey ? keyDescription(rootKeys, place.kind) : undefined;
    case 'title':
    case 'connections':
    case 'secrets':
      return onKey ? keyDescription(componentKeys, place.kind) : undefined;
    case 'component':
      return describeComponent(manifest, registry, place);
    case 'bundle':
      return onKey ? keyDescription(componentKeys, 'bundle') : describeBundle(manifest, registry, place);
    case 'params':
      return place.path.length === 0
        ? keyDescription(componentKeys, 'params')
        : describeParam(manifest, registry, place);
    case 'connection':
      return describeConnection(manifest, registry, place, onKey);
    case 'secret':
      return describeSecret(manifest, registry, place);
    case 'resource':
      return describeImported(manifest, place.resource);
    case 'resourceType':
      return onKey
        ? keyDescription(resourceKeys, 'type')
        : describeType(registry, manifest.resources.get(place.resource)?.type?.value);
    case 'from':
      return keyDescription(place.path.length === 0 ? resourceKeys : fromKeys, String(place.path[0] ?? 'from'));
    case 'environment':
      return describeEnvironment(manifest, place.environment);
    case 'protected':
      return onKey ? keyDescription(environmentKeys, 'protected') : undefined;
    case 'default':
      return describeDefault(manifest, registry, place, onKey);
  }
}

function keyDescription(keys: readonly ManifestKey[], name: string): string | undefined {
  return keys.find((key) => key.name === name)?.description;
}

function describeBundle(
  manifest: Manifest,
  registry: Registry,
  place: { readonly component: string; readonly environment?: string },
): string | undefined {
  const { bundle } = componentView(manifest, registry, place);
  return bundle && bundleDocumentation(bundle);
}

function describeComponent(
  manifest: Manifest,
  registry: Registry,
  place: Place & { kind: 'component' },
): string | undefined {
  const { component } = componentView(manifest, registry, place);
  if (!component) return undefined;
  const title = `**${markdown(component.title?.value ?? place.component)}**`;
  const about = describeBundle(manifest, registry, place);
  return [title, about].filter((part) => part !== undefined).join('\n\n');
}

function describeParam(manifest: Manifest, registry: Registry, place: Place & { kind: 'params' }): string | undefined {
  const { bundle, params } = componentView(manifest, registry, place);
  if (!bundle) return undefined;
  const schema = paramSchema(bundle, params, place.path);
  if (schema === undefined) return undefined;
  const hidden = sensitivePaths(bundle.params, params).some((path) =>
    path.every((step, index) => step === place.path[index]),
  );
  return [schemaDocumentation(schema), hidden ? '' : valuesByEnvironment(manifest, registry, place)]
    .filter(Boolean)
    .join('\n\n');
}

/** Where a value comes from in each environment. */
function valuesByEnvironment(manifest: Manifest, registry: Registry, place: Place & { kind: 'params' }): string {
  const component = manifest.components.get(place.component);
  if (!component) return '';
  const isOverridden = [...manifest.environments.values()].some((environment) => {
    const override = environment.components.get(place.component);
    return override?.bundle !== undefined || valueAt(override?.params?.value, place.path) !== undefined;
  });
  const names = [...manifest.environments.keys()];
  if (!isOverridden) return sameEverywhere(names, manifest, registry, place);
  const rows = names
    .slice(0, mostEnvironments)
    .map((name) => `- ${markdown(name)}: ${valueIn(name, manifest, registry, place)}`);
  if (names.length > rows.length) rows.push(`- and ${names.length - rows.length} more`);
  return `In each environment\n${rows.join('\n')}`;
}

const mostEnvironments = 12;

function sameEverywhere(
  environments: readonly string[],
  manifest: Manifest,
  registry: Registry,
  place: Place & { kind: 'params' },
): string {
  const [first, second] = environments;
  if (first === undefined || second === undefined) return '';
  return `In every environment: ${valueIn(first, manifest, registry, place)}`;
}

function valueIn(
  environment: string,
  manifest: Manifest,
  registry: Registry,
  { component, path }: Place & { kind: 'params' },
): string {
  const { bundle, params, own } = componentView(manifest, registry, { component, environment });
  if (bundle && paramSchema(bundle, params, path) === undefined) return `not a param of \`${codeText(bundle.name)}\``;
  const isOwn = valueAt(own?.params?.value, path) !== undefined;
  const written = valueAt(redact(bundle?.params ?? true, params), path);
  if (written !== undefined) return `${shown(written)}${isOwn ? ', from the environment' : ''}`;
  if (!bundle) return 'not set';
  const byDefault = valueAt(redact(bundle.params, completeParams(bundle, params)), path);
  return byDefault === undefined ? 'not set' : `${shown(byDefault)}, the default`;
}

function shown(value: Json): string {
  return `\`${codeText(printFlow(value))}\``;
}

function describeConnection(
  manifest: Manifest,
  registry: Registry,
  place: Place & { kind: 'connection' },
  onKey: boolean,
): string | undefined {
  const about = onKey ? describeSlot(manifest, registry, place) : describeTarget(manifest, registry, place);
  const origins = about && connectionsByEnvironment(manifest, registry, place.component, place.slot);
  return origins ? `${about}\n\n${origins}` : about;
}

function describeSlot(
  manifest: Manifest,
  registry: Registry,
  place: Place & { kind: 'connection' },
): string | undefined {
  const slot = componentView(manifest, registry, place).bundle?.dependencies.get(place.slot);
  if (!slot) return undefined;
  const head = `**${markdown(slot.title ?? slot.name)}** \`${formatTypeReference(slot.type)}\`${slot.required ? ', required' : ''}`;
  return [head, slot.description && markdown(slot.description), describeType(registry, slot.type.name)]
    .filter(Boolean)
    .join('\n\n');
}

function describeTarget(
  manifest: Manifest,
  registry: Registry,
  place: Place & { kind: 'connection' },
): string | undefined {
  const { own } = componentView(manifest, registry, place);
  const target = own?.connections.find((connection) => connection.slot.value === place.slot)?.target.value;
  if (!target) return undefined;
  if (target.resource === undefined) return describeImported(manifest, target.component);
  const source = componentView(manifest, registry, { ...place, component: target.component });
  const output = source.bundle?.resources.get(target.resource);
  if (!output) return undefined;
  const head = `**${markdown(target.component)}** puts out \`${output.name}\`: \`${formatTypeReference(output.type)}\``;
  return [head, output.description && markdown(output.description), describeType(registry, output.type.name)]
    .filter(Boolean)
    .join('\n\n');
}

function describeDefault(
  manifest: Manifest,
  registry: Registry,
  { environment, type }: Place & { kind: 'default' },
  onKey: boolean,
): string | undefined {
  const aboutType = describeType(registry, type);
  const target = manifest.environments.get(environment)?.defaults.find((each) => each.type.value === type)
    ?.target.value;
  if (onKey || !target) return aboutType;
  const source = target.resource === undefined ? describeImported(manifest, target.component) : undefined;
  return [source, aboutType].filter(Boolean).join('\n\n');
}

function describeType(registry: Registry, name: string | undefined): string | undefined {
  const type = name === undefined ? undefined : registry.resourceType({ name: name.replace(/@.*$/, '') });
  if (!type) return undefined;
  const fields = fieldsOf(type.schema).map((field) => `\`${codeText(field)}\``);
  return [
    `**${markdown(type.label ?? type.name)}** ${type.version}`,
    type.description === undefined ? '' : markdown(type.description),
    fields.length > 0 ? `Has ${fields.slice(0, 12).join(', ')}${fields.length > 12 ? ', …' : ''}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The fields of a resource, those in maps by their path. */
function fieldsOf(schema: JsonSchema, prefix = ''): string[] {
  return Object.entries(declaredProperties(schema)).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const inner = path.split('.').length < 4 ? fieldsOf(property, `${path}.`) : [];
    return inner.length > 0 ? inner : [path];
  });
}

function describeSecret(manifest: Manifest, registry: Registry, place: Place & { kind: 'secret' }): string | undefined {
  if (place.path.length > 0) return keyDescription(secretKeys, String(place.path[0]));
  const secret = componentView(manifest, registry, place).bundle?.app.secrets.get(place.secret);
  if (!secret) return undefined;
  const head = `**${markdown(secret.title ?? secret.name)}** ${secret.required ? 'required' : 'optional'} secret`;
  return [head, secret.description && markdown(secret.description)].filter(Boolean).join('\n\n');
}

function describeImported(manifest: Manifest, name: string): string | undefined {
  const resource = manifest.resources.get(name);
  if (!resource) return undefined;
  const from = resource.from?.value;
  const origin = from && describeReference(from);
  return [`**${markdown(name)}** imported \`${codeText(resource.type?.value ?? 'resource')}\``, origin]
    .filter(Boolean)
    .join('\n\n');
}

function describeReference(
  from: NonNullable<NonNullable<ReturnType<Manifest['resources']['get']>>['from']>['value'],
): string {
  switch (from?.kind) {
    case undefined:
      return '';
    case 'env':
      return `From the environment variable \`${codeText(from.name)}\``;
    case 'file':
      return `From the file \`${codeText(from.path)}\``;
    case 'store':
      return `From the store, \`${codeText(from.name)}\``;
    case 'project':
      return `From \`${codeText(from.resource)}\` of the project \`${codeText(from.project)}\`, environment \`${codeText(from.environment)}\``;
  }
}

function describeEnvironment(manifest: Manifest, name: string): string | undefined {
  const environment = manifest.environments.get(name);
  if (!environment) return undefined;
  const overrides = [...environment.components.keys()].map((component) => `\`${codeText(component)}\``);
  const defaults = environment.defaults.map(({ type, target }) => {
    const by = target.value && formatConnectionTarget(target.value);
    return `- \`${codeText(type.value)}\`: ${by === undefined ? 'not set' : `\`${codeText(by)}\``}`;
  });
  return [
    `**${markdown(name)}**${environment.protected ? ', protected: destroying it is refused' : ''}`,
    overrides.length > 0 ? `Changes ${overrides.slice(0, 12).join(', ')}${overrides.length > 12 ? ', …' : ''}` : '',
    defaults.length > 0 ? `Fills open slots\n${defaults.slice(0, 12).join('\n')}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}
