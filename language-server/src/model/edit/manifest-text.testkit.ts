import fc from 'fast-check';
import type { Json, JsonObject } from '../schema/json-schema.ts';
import { blockStringLines, isList, isObject, printFlow, printScalar } from './print.ts';

/** How a generated file is written: everything that people do differently. */
interface Style {
  readonly step: number;
  readonly lineBreak: '\n' | '\r\n';
  readonly byteOrderMark: boolean;
  readonly finalNewline: boolean;
  /** Lines around the document itself. */
  readonly head: readonly string[];
  readonly foot: readonly string[];
  /** Blank lines between components. */
  readonly gap: number;
  /** Choices along the way, used one after the other. */
  readonly dice: readonly number[];
}

/** A manifest as plain data, and a text that says it in some style. */
export interface GeneratedManifest {
  readonly data: JsonObject;
  readonly text: string;
}

const styles: fc.Arbitrary<Style> = fc.record({
  step: fc.integer({ min: 1, max: 6 }),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  byteOrderMark: fc.boolean(),
  finalNewline: fc.boolean(),
  head: fc.constantFrom([], [], ['---'], ['--- # start'], ['', '---', ''], ['%YAML 1.2', '---']),
  foot: fc.constantFrom([], [], [], [''], ['', '  '], ['...'], ['... # end', '']),
  gap: fc.integer({ min: 0, max: 2 }),
  dice: fc.array(fc.nat(11), { minLength: 97, maxLength: 97 }),
});

const paramKey = fc.constantFrom(
  'size',
  'name',
  'on',
  'a b',
  '__proto__',
  'constructor',
  'ünïcode',
  'key:',
  '#hash',
  '- x',
  '5',
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    'text',
    'yes',
    'no',
    '1',
    'a: b',
    '# c',
    '',
    ' x ',
    'line\nline',
    'first\n\n  # third\n',
    "it's",
    '"quoted"',
    '{x}',
    '*a',
    '&a',
    null,
    true,
    0,
    -1.5,
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

/** Values that a form may send. */
export const paramValues: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(paramKey, tie('value')), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries) as JsonObject),
  ),
})).value;

export const paramPaths = fc.array(paramKey, { minLength: 1, maxLength: 3 });

const params = fc
  .array(fc.tuple(paramKey, paramValues), { maxLength: 3 })
  .map((entries) => Object.fromEntries(entries) as JsonObject);

/** Name of a component → its bundle and slots. */
const bundles = new Map<string, readonly [bundle: string, slots: readonly string[]]>([
  ['a', ['aws-vpc@~1', []]],
  ['on', ['aws-vpc@~1', []]],
  ['b', ['local-postgres@~2', ['vpc']]],
  ['c-1', ['k8s-app@~0', ['database', 'vpc', 'upstream']]],
  ['constructor', ['k8s-app@~0', ['database', 'vpc', 'upstream']]],
]);

const component = (name: string): fc.Arbitrary<Json> => {
  const [bundle, slots] = bundles.get(name) ?? ['', []];
  const target = fc.constantFrom('a.vpc', 'b.authentication', 'on.vpc', 'dns', 'gone.vpc');
  const fields: Record<string, fc.Arbitrary<Json>> = {
    title: fc.constantFrom('Orders', 'a: b', '# 1'),
    bundle: fc.constant(bundle),
    connections: fc
      .subarray([...slots])
      .chain((chosen) => record(Object.fromEntries(chosen.map((slot) => [slot, target])))),
    params,
    secrets: fc.constantFrom<JsonObject>({ STRIPE_KEY: { env: 'SHOP_KEY' } }, { TOKEN: { file: './token' } }),
  };
  return fc.shuffledSubarray(Object.keys(fields)).chain((keys) => {
    const all = keys.includes('bundle') ? keys : ['bundle', ...keys];
    return record(Object.fromEntries(all.map((key) => [key, fields[key] as fc.Arbitrary<Json>])));
  });
};

/** A map with the keys in the order given. */
function record(fields: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<Json> {
  const keys = Object.keys(fields);
  return fc
    .tuple(...keys.map((key) => fields[key] as fc.Arbitrary<Json>))
    .map((values) => Object.fromEntries(keys.map((key, index) => [key, values[index] as Json])));
}

const components = fc
  .shuffledSubarray([...bundles.keys()], { minLength: 2 })
  .chain((chosen) => record(Object.fromEntries(chosen.map((name) => [name, component(name)]))));

const data: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      project: fc.constant<Json>('shop'),
      components,
      resources: fc.constant<Json>({ dns: { type: 'http-service', from: { file: './dns.json' } } }),
      environments: fc.dictionary(
        fc.constantFrom('staging', 'production'),
        fc.record(
          {
            protected: fc.boolean(),
            defaults: fc.constantFrom<JsonObject>({ 'aws-vpc': 'a.vpc' }, { 'http-service': 'dns' }),
            components: fc.dictionary(fc.constantFrom(...bundles.keys()), fc.record({ params }), {
              minKeys: 1,
              maxKeys: 2,
              noNullPrototype: true,
            }),
          },
          { requiredKeys: [] },
        ),
        { minKeys: 1, maxKeys: 2, noNullPrototype: true },
      ),
    },
    { requiredKeys: [] },
  )
  .map((value) => value as unknown as JsonObject);

/** Manifests in every style that the renderer knows. */
export const manifests: fc.Arbitrary<GeneratedManifest> = fc
  .tuple(data, styles)
  .map(([value, style]) => ({ data: value, text: render(value, style) }));

function render(value: JsonObject, style: Style): string {
  let at = 0;
  let written = 0;
  /** A block scalar was written last: what follows must not be taken for more of it. */
  let inScalar = false;
  const roll = (): number => style.dice[at++ % style.dice.length] ?? 0;
  const pad = (columns: number): string => ' '.repeat(columns);
  const note = (word: string): string =>
    `# ${word}: a { ${['', '\t', 'ünï\u{1f4a1}', '\u2028'][roll()] ?? ''} ${written++};`;
  const comment = (indent: number): string[] => {
    if (roll() > 2) return [];
    const aside = inScalar ? indent : ([0, indent + 1, Math.max(indent - 1, 0)][roll()] ?? indent);
    return [pad(aside) + note('above')];
  };
  const behind = (): string => [` ${note('behind')}`, `\t ${note('behind')}`, '  ', ' \t'][roll()] ?? '';
  const blank = (): string => (roll() < 2 && !inScalar ? '   ' : '');
  const key = (text: string): string => (roll() === 0 ? JSON.stringify(text) : printScalar(text, true));

  const block = (map: JsonObject, indent: number, depth: number): string[] =>
    Object.keys(map).flatMap((name, index) => {
      const item = map[name] as Json;
      const gap = depth === 1 ? style.gap : roll() === 0 ? 1 : 0;
      const gaps = index > 0 ? Array.from({ length: gap }, blank) : [];
      return [...gaps, ...comment(indent), ...entry(`${pad(indent)}${key(name)}:`, item, indent, depth)];
    });
  const sequence = (list: readonly Json[], indent: number, depth: number): string[] =>
    list.flatMap((item) => {
      const lines = [...comment(indent), ...entry(`${pad(indent)}-`, item, indent, depth)];
      if (!isObject(item) || Object.keys(item).length === 0 || roll() > 5) return lines;
      const inside = indent + 2 + (roll() === 0 ? 1 : 0);
      const [first = '', ...rest] = block(item, inside, depth);
      return first.trimStart().startsWith('#')
        ? lines
        : [pad(indent) + '-' + pad(inside - indent - 1) + first.trimStart(), ...rest];
    });
  const entry = (lead: string, item: Json, indent: number, depth: number): string[] => {
    inScalar = false;
    const inside = indent + style.step + (roll() === 0 ? 1 : 0);
    if (isObject(item) && Object.keys(item).length > 0) {
      const flow = depth > 1 ? roll() < 3 : roll() === 0;
      if (!flow)
        return [`${lead}${roll() === 1 ? ' &anchor' + String(at) : ''}${behind()}`, ...block(item, inside, depth + 1)];
      return roll() < 4
        ? [`${lead} {${behind()}`, ...flowLines(item, inside), `${pad(indent + 1)}}${behind()}`]
        : [`${lead} ${printFlow(item, roll() < 6 ? 'padded' : 'tight')}${behind()}`];
    }
    if (isList(item) && item.length > 0 && roll() < 8) {
      const isItem = lead.endsWith('-');
      return [lead + behind(), ...sequence(item, !isItem && roll() < 3 ? indent : inside, depth + 1)];
    }
    return scalar(lead, item, inside);
  };
  const scalar = (lead: string, item: Json, inside: number): string[] => {
    const lines = typeof item === 'string' && roll() < 8 ? blockStringLines(item) : undefined;
    if (lines) {
      const body = lines.lines.map((line) => (line === '' ? '' : pad(inside) + line));
      const head = `${lead} ${lines.header}${behind()}`;
      inScalar = true;
      return [head, ...body];
    }
    const quoted =
      typeof item === 'string' && roll() < 3
        ? JSON.stringify(item).replace(/[\u007f-\uffff]/g, escape)
        : printFlow(item);
    return roll() === 0
      ? [lead + behind(), ...comment(inside), `${pad(inside)}${quoted}${behind()}`]
      : [`${lead} ${quoted}${behind()}`];
  };
  const flowLines = (map: JsonObject, indent: number): string[] => {
    const keys = Object.keys(map);
    return keys.flatMap((name, index) => {
      const comma = index < keys.length - 1 || roll() < 5 ? ',' : '';
      const tab = roll() === 0 ? '\t' : '';
      return [
        ...comment(indent),
        `${pad(indent)}${tab}${key(name)}: ${tab}${printFlow(map[name] as Json)}${comma}${behind()}`,
      ];
    });
  };

  const lines = [...comment(0), ...style.head, ...block(value, 0, 0)];
  const unfinished = inScalar;
  lines.push(...comment(0), ...style.foot);
  const text = lines.join(style.lineBreak) + (style.finalNewline || unfinished ? style.lineBreak : '');
  return (style.byteOrderMark ? '\ufeff' : '') + text;
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
