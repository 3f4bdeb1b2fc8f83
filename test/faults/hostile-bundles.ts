import { describe, expect, test } from 'vitest';
import type { RunningServer } from './running-server.ts';

interface HostileBundle {
  /** Also the bundle's name. */
  readonly name: string;
  /** JSON is YAML: the params schema. */
  readonly params: string;
  /** Params of a component of this bundle. */
  readonly value: string;
  /** Codes of what is said about the component. */
  readonly codes?: readonly string[];
}

const deepSchema = (depth: number): string => `${'{"properties":{"a":'.repeat(depth)}{}${'}}'.repeat(depth)}`;
const list = (length: number, item: (n: number) => string): string => Array.from({ length }, (_, n) => item(n)).join();

const hostile: readonly HostileBundle[] = [
  {
    name: 'backtracking-pattern',
    params: '{"properties":{"a":{"type":"string","pattern":"^(a+)+$"}}}',
    value: `{ a: ${'a'.repeat(28)}! }`,
    codes: ['invalid-param'],
  },
  {
    name: 'backtracking-key-pattern',
    params: '{"patternProperties":{"^(a|a)*$":{"type":"integer"}}}',
    value: `{ ${'a'.repeat(40)}: x, ${'a'.repeat(40)}!: x }`,
  },
  {
    name: 'endless-pattern',
    params: `{"properties":{"a":{"type":"string","pattern":"${'(x{1,99}){1,99}'.repeat(20)}"}}}`,
    value: `{ a: ${'x'.repeat(1_000)} }`,
  },
  { name: 'look-ahead', params: '{"properties":{"a":{"pattern":"^(?=(a+)+$)"}}}', value: `{ a: ${'a'.repeat(40)}! }` },
  { name: 'broken-pattern', params: '{"properties":{"a":{"pattern":"("}}}', value: '{ a: x }' },
  { name: 'deep-schema', params: deepSchema(3_000), value: '{ a: { a: { a: 1 } } }' },
  { name: 'less-deep-schema', params: deepSchema(90), value: '{ a: { a: { a: 1 } } }' },
  {
    name: 'giant-enum',
    params: `{"properties":{"a":{"enum":[${list(100_000, (n) => `"v${n}"`)}]}}}`,
    value: '{ a: nothing }',
  },
  {
    name: 'dollar-data',
    params: '{"properties":{"a":{"const":{"$data":"1/b"}},"b":{"enum":{"$data":"/a"}}}}',
    value: '{ a: 1, b: 1 }',
  },
  {
    name: 'self-reference',
    params: '{"properties":{"a":{"$ref":"#/params"},"b":{"$ref":"#/params/properties/b"}},"$ref":"#/params"}',
    value: '{ a: { a: { a: 1 } } }',
  },
  {
    name: 'many-references',
    params: `{"definitions":{"d0":{"type":"string"},${list(40, (n) => `"d${n + 1}":{"allOf":[{"$ref":"#/params/definitions/d${n}"},{"$ref":"#/params/definitions/d${n}"}]}`)}},"properties":{"a":{"$ref":"#/params/definitions/d40"}}}`,
    value: '{ a: x }',
  },
  {
    name: 'odd-properties',
    params:
      '{"properties":{"__proto__":{"type":"integer"},"constructor":{"type":"integer"},"toString":{"type":"integer"}},"required":["__proto__","constructor","hasOwnProperty"]}',
    value: '{ __proto__: x, constructor: x, toString: x, hasOwnProperty: 1 }',
    codes: ['invalid-param', 'invalid-param', 'invalid-param', 'unknown-param'],
  },
  {
    name: 'many-properties',
    params: `{"properties":{${list(10_000, (n) => `"p${n}":{"type":"string"}`)}},"required":[${list(10_000, (n) => `"p${n}"`)}]}`,
    value: '{ p1: x }',
  },
  {
    name: 'many-branches',
    params: `{"oneOf":[${list(2_000, (n) => `{"properties":{"a":{"const":${n}},"b":{"oneOf":[{"type":"string"},{"type":"integer"}]}},"required":["a"]}`)}]}`,
    value: '{ a: 1999, b: x }',
  },
  {
    name: 'nested-branches',
    params: `${'{"anyOf":[{"type":"string"},{"type":"integer"},'.repeat(30)}{}${']}'.repeat(30)}`,
    value: '{ a: 1 }',
  },
  {
    name: 'unique-items',
    params: '{"properties":{"a":{"type":"array","uniqueItems":true}}}',
    value: `{ a: [${list(3_000, (n) => `{ k: ${n} }`)}] }`,
  },
  {
    name: 'wrong-everywhere',
    params:
      '{"type":5,"required":"a","properties":[1],"enum":{},"minimum":"x","allOf":7,"if":[],"dependencies":{"a":3},"items":9,"format":{},"title":{},"default":{"$ref":[]},"$id":"http://x/","$async":true,"nullable":true,"discriminator":{"propertyName":"a"}}',
    value: '{ a: 1 }',
  },
  {
    name: 'code-in-names',
    params:
      '{"properties":{"a\\"];process.exit(1);//":{"type":"integer"},"`${process.exit(1)}`":{"pattern":"`);process.exit(1);//"}}}',
    value: '{ a: 1 }',
  },
];

const hostileTypes: { readonly [path: string]: string } = {
  'types-of-all-kinds/deep.json': `{"$md":{"name":"deep-json"},"properties":{"data":${deepSchema(3_000)}}}`,
  'types-of-all-kinds/abyss.json': `{"$md":{"name":"abyss"},"properties":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
  'types-of-all-kinds/proto.json':
    '{"$md":{"name":"proto-type"},"__proto__":{"polluted":true},"properties":{"__proto__":{"type":"string"}}}',
  'types-of-all-kinds/loop.json': '{"$md":{"name":"loop"},"$ref":"loop","properties":{"data":{"$ref":"./loop.json"}}}',
  'types-of-all-kinds/bad.json': '{"$md":{"name":"bad"},',
  'types-of-all-kinds/bomb.yaml': `name: bomb\nschema:\n  a: &a [x, x]\n${list(20, (n) => `  b${n}: &a [*a, *a]\n`)}`,
};

const bundleOf = ({ name, params }: HostileBundle): string =>
  `name: ${name}\nversion: 1.0.0\nparams: ${params}\nsteps: [{ path: src, provisioner: script }]\n`;

/** Files of the workspace that `survivesHostileBundles` speaks of. */
export const hostileBundleFiles: { readonly [path: string]: string } = {
  ...Object.fromEntries(hostile.map((bundle) => [`hostile/${bundle.name}/bundle.yaml`, bundleOf(bundle)])),
  ...hostileTypes,
};

/** threats.md, row 4. */
export function survivesHostileBundles(server: () => RunningServer): void {
  describe('row 4: hostile schemas of bundles', () => {
    test.each(hostile)('$name', async (bundle) => {
      const { open, close, at, pulse, client, uri, worked } = server();
      const manifest = `components:\n  a:\n    bundle: ${bundle.name}\n    params:\n      ${bundle.value}\n`;
      const started = await worked();
      const diagnostics = await open('hostile.infra.yaml', manifest);
      for (const feature of ['completion', 'hover', 'definition', 'codeLens']) {
        for (const position of [
          { line: 2, character: 12 },
          { line: 4, character: 8 },
          { line: 4, character: 12 },
        ])
          await at(`textDocument/${feature}`, 'hostile.infra.yaml', position);
      }
      const range = { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } };
      await at('textDocument/inlayHint', 'hostile.infra.yaml', range.start, { range });
      await at('textDocument/codeAction', 'hostile.infra.yaml', range.start, { range, context: { diagnostics: [] } });
      await client.request('patchbay/diagram/open', { uri: uri('hostile.infra.yaml') });
      const used = (await worked()) - started;
      await open(`hostile/${bundle.name}/bundle.yaml`, bundleOf(bundle));
      const checked = (await worked()) - started - used;
      await close('hostile.infra.yaml');
      await close(`hostile/${bundle.name}/bundle.yaml`);
      console.log(
        `${bundle.name}: used in ${used.toFixed()} ms, checked in ${checked.toFixed()} ms, then a hover in ${(await pulse()).toFixed()} ms; ${diagnostics.length} diagnostics`,
      );
      if (bundle.codes) expect(diagnostics.map(({ code }) => code)).toEqual(bundle.codes);
      expect(client.alive).toBe(true);
      expect(Math.max(used, checked)).toBeLessThan(10_000);
    });

    test.each(Object.entries(hostileTypes))('%s', async (name, text) => {
      const { open, close, pulse, client } = server();
      await open(name, text);
      await close(name);
      await pulse();
      expect(client.alive).toBe(true);
    });
  });
}
