import { isEmpty, isLeftOpen, type PairView, type SliceReader, type View } from '../yaml/view.ts';
import type { ComponentSettings, EnvironmentDefault, EnvironmentSource, ImportedResourceSource } from './manifest.ts';
import { readOverride, readTarget } from './read-component.ts';
import { readImportReference } from './read-reference.ts';
import { checkName, kindOf, pairsOf, textOf, unknownKey } from './shape.ts';

const environmentKeys = ['protected', 'defaults', 'components'];
const resourceKeys = ['type', 'from'];

/** Reads one entry of `environments:`. */
export function readEnvironment(reader: SliceReader, pair: PairView): EnvironmentSource {
  reader.beginEntry();
  checkName(reader, pair.key, pair.keySpan, 'an environment');
  const where = `Environment \`${pair.key}\``;
  let isProtected = false;
  let defaults: readonly EnvironmentDefault[] = [];
  let components: ReadonlyMap<string, ComponentSettings> = new Map();
  for (const field of pairsOf(reader, pair.value, where, 'components: { … }')) {
    if (!environmentKeys.includes(field.key)) unknownKey(reader, field, where, environmentKeys);
    else if (field.key === 'protected') isProtected = readProtected(reader, field.value);
    else if (field.key === 'defaults') defaults = readDefaults(reader, field.value);
    else components = readOverrides(reader, field.value);
  }
  return {
    slice: reader.slice,
    name: { value: pair.key, span: pair.keySpan },
    span: pair.span,
    protected: isProtected,
    defaults,
    components,
  };
}

/** Reads one entry of `resources:`. */
export function readImportedResource(reader: SliceReader, pair: PairView): ImportedResourceSource {
  reader.beginEntry();
  checkName(reader, pair.key, pair.keySpan, 'an imported resource');
  const where = `Imported resource \`${pair.key}\``;
  const fields = pairsOf(reader, pair.value, where, 'type: aws-route53-zone');
  const field = (name: string) => fields.find(({ key }) => key === name)?.value;
  for (const each of fields) if (!resourceKeys.includes(each.key)) unknownKey(reader, each, where, resourceKeys);
  const typeView = field('type');
  const fromView = field('from');
  const type = typeView && textOf(reader, typeView, '`type`', 'aws-route53-zone');
  if (!type && (!typeView || isLeftOpen(typeView))) {
    reader.problem(pair.keySpan, 'missing-type', `${where} needs a \`type\`, such as \`type: aws-route53-zone\`.`);
  }
  if (!fromView) {
    reader.problem(
      pair.keySpan,
      'missing-from',
      `${where} needs a \`from\` that says where it comes from, such as \`from: { file: ./dns.json }\`.`,
    );
  }
  const from = fromView && readImportReference(reader, pair.key, fromView);
  return {
    slice: reader.slice,
    name: { value: pair.key, span: pair.keySpan },
    span: pair.span,
    ...(type && { type }),
    ...(from && { from }),
  };
}

/** What YAML 1.1 took for a boolean, and what quotes make a text. */
const booleans: ReadonlyMap<string, string> = new Map([
  ...['yes', 'on', 'y', 'true'].map((word) => [word, 'true'] as const),
  ...['no', 'off', 'n', 'false'].map((word) => [word, 'false'] as const),
]);

/** Anything but a clear `false` protects: a typing mistake must not open an environment to destroy. */
function readProtected(reader: SliceReader, view: View): boolean {
  if (view.node.kind === 'scalar' && typeof view.node.value === 'boolean') return view.node.value;
  if (isEmpty(view)) return false;
  const meant = view.node.kind === 'scalar' ? booleans.get(String(view.node.value).toLowerCase()) : undefined;
  reader.problem(
    view.span,
    'wrong-kind',
    `\`protected\` is \`true\` or \`false\`, but here stands ${kindOf(view)}. Until that is clear, the environment is protected.`,
    meant === undefined ? {} : { data: { replacement: meant } },
  );
  return true;
}

function readDefaults(reader: SliceReader, view: View): readonly EnvironmentDefault[] {
  return pairsOf(reader, view, '`defaults`', 'aws-iam-role: staging-role').map(({ key, keySpan, value }) => ({
    type: { value: key, span: keySpan },
    target: readTarget(reader, value, textOf(reader, value, `The default for \`${key}\``, 'staging-role'), key),
  }));
}

function readOverrides(reader: SliceReader, view: View): ReadonlyMap<string, ComponentSettings> {
  const pairs = pairsOf(reader, view, '`components`', 'database: { params: { … } }');
  return new Map(pairs.map((pair) => [pair.key, readOverride(reader, pair)]));
}
