import type { JsonObject } from '../schema/json-schema.ts';
import { isEmpty, isLeftOpen, isMapView, locateIn, type SliceReader, type PairView, type View } from '../yaml/view.ts';
import type {
  ComponentSettings,
  ComponentSource,
  ConnectionSource,
  ConnectionTarget,
  Located,
  ParamsSource,
  SecretSource,
} from './manifest.ts';
import { readSecretReference } from './read-reference.ts';
import { parseBundleReference, parseConnectionTarget } from './reference.ts';
import { checkName, notAMapping, pairsOf, textOf, unknownKey } from './shape.ts';

const componentKeys = ['title', 'bundle', 'connections', 'params', 'secrets'];
const overrideKeys = ['bundle', 'connections', 'params', 'secrets'];

/** Reads one entry of `components:`. */
export function readComponent(reader: SliceReader, pair: PairView): ComponentSource {
  reader.beginEntry();
  checkName(reader, pair.key, pair.keySpan, 'a component');
  const where = `Component \`${pair.key}\``;
  const pairs = pairsOf(reader, pair.value, where, 'bundle: NAME');
  const title = pairs.find(({ key }) => key === 'title');
  const titleText = title && textOf(reader, title.value, '`title`', 'Orders database');
  const settings = readSettings(reader, pair, pairs, where, componentKeys);
  return titleText ? { ...settings, title: titleText } : settings;
}

/** Reads what an environment sets for one component. */
export function readOverride(reader: SliceReader, pair: PairView): ComponentSettings {
  const where = `The override of \`${pair.key}\``;
  const pairs = pairsOf(reader, pair.value, where, 'params: { … }');
  return readSettings(reader, pair, pairs, where, overrideKeys);
}

function readSettings(
  reader: SliceReader,
  entry: PairView,
  pairs: readonly PairView[],
  where: string,
  known: readonly string[],
): ComponentSettings {
  let bundle: ComponentSettings['bundle'];
  let params: ParamsSource | undefined;
  let connections: readonly ConnectionSource[] = [];
  let secrets: readonly SecretSource[] = [];
  for (const pair of pairs) {
    if (!known.includes(pair.key)) unknownKey(reader, pair, where, known);
    else if (pair.key === 'bundle') bundle = readBundle(reader, pair.value);
    else if (pair.key === 'params') params = readParams(reader, pair.value);
    else if (pair.key === 'connections') connections = readConnections(reader, pair.value);
    else if (pair.key === 'secrets') secrets = readSecrets(reader, pair.value);
  }
  return {
    slice: reader.slice,
    name: { value: entry.key, span: entry.keySpan },
    span: entry.span,
    ...(bundle && { bundle }),
    ...(params && { params }),
    connections,
    secrets,
  };
}

function readBundle(reader: SliceReader, view: View): ComponentSettings['bundle'] {
  const text = textOf(reader, view, '`bundle`', 'aws-vpc@~1');
  if (text === undefined) {
    if (isLeftOpen(view)) reader.problem(view.span, 'bad-bundle-reference', 'Name the bundle, such as `aws-vpc@~1`.');
    return { value: undefined, span: view.span };
  }
  const value = parseBundleReference(text.value);
  if (value === undefined) reader.problem(text.span, 'bad-bundle-reference', badBundleReference(text.value));
  return { value, span: text.span };
}

function badBundleReference(text: string): string {
  const withoutOrganisation = text.includes('/') ? text.slice(text.lastIndexOf('/') + 1) : undefined;
  if (withoutOrganisation !== undefined && parseBundleReference(withoutOrganisation)) {
    return `A bundle is named without its organisation: \`${withoutOrganisation}\`.`;
  }
  const [name, range] = text.split('@', 2);
  if (range !== undefined && name !== undefined && parseBundleReference(name)) {
    return `\`@${range}\` is not a version. Write \`@1.2.3\`, \`@~1\` (any 1.x), \`@~1.2\` (any 1.2.x) or \`@latest\`.`;
  }
  return `\`${text}\` does not name a bundle. Write \`NAME\` or \`NAME@VERSION\`, such as \`aws-vpc@~1\`.`;
}

function readParams(reader: SliceReader, view: View): ParamsSource | undefined {
  if (!isMapView(view)) {
    if (!isEmpty(view)) notAMapping(reader, view, '`params`', 'size: 3');
    return { value: {}, span: view.span, locate: (path) => (path.length === 0 ? view.span : undefined) };
  }
  const again = reader.again();
  return {
    value: reader.json(view) as JsonObject,
    span: view.span,
    locate: (path, part) => locateIn(again(), view, path, part),
  };
}

function readConnections(reader: SliceReader, view: View): readonly ConnectionSource[] {
  return pairsOf(reader, view, '`connections`', 'vpc: network.vpc').map(({ key, keySpan, span, value }) => {
    const text = textOf(reader, value, `Connection \`${key}\``, 'network.vpc');
    return {
      slot: { value: key, span: keySpan },
      target: readTarget(reader, value, text, key),
      text: text?.value ?? '',
      span,
    };
  });
}

/** A target as written, or undefined with a problem. */
export function readTarget(
  reader: SliceReader,
  view: View,
  text: Located<string> | undefined,
  slot: string,
): Located<ConnectionTarget | undefined> {
  const value = text && parseConnectionTarget(text.value);
  if (value === undefined && (text || isLeftOpen(view))) {
    const written = text
      ? `\`${text.value}\` says nothing that \`${slot}\` can be connected to.`
      : `Say what \`${slot}\` is connected to.`;
    const message = `${written} Write \`COMPONENT.RESOURCE\`, such as \`network.vpc\`, or the name of an imported resource.`;
    reader.problem(view.span, 'bad-connection', message, { data: { slot } });
  }
  return { value, span: text?.span ?? view.span };
}

function readSecrets(reader: SliceReader, view: View): readonly SecretSource[] {
  return pairsOf(reader, view, '`secrets`', 'STRIPE_KEY: { env: STRIPE_KEY }').map(({ key, keySpan, value }) => ({
    name: { value: key, span: keySpan },
    reference: readSecretReference(reader, key, value),
  }));
}
