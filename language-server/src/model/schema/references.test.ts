import { describe, expect, it } from 'vitest';
import type { JsonSchema } from './json-schema.ts';
import { resolveReferences, type ReferenceSources } from './references.ts';
import { processorTime } from '../testing/processor-time.ts';

const uri = 'file:///bundles/app/bundle.yaml';
const files: { [uri: string]: unknown } = {
  'file:///bundles/app/schema/port.json': { type: 'integer', title: 'Port', maximum: 65535 },
  'file:///bundles/app/schema/server.json': {
    properties: { port: { $ref: './port.json' }, peer: { $ref: '#/definitions/peer' } },
    definitions: { peer: { type: 'string' } },
  },
  'file:///bundles/app/schema/loop.json': { properties: { next: { $ref: './loop.json' } } },
};
const fragments: { [name: string]: JsonSchema } = { region: { type: 'string', title: 'Region' }, constructor: true };
const sources: ReferenceSources = {
  file: (address) => files[address],
  fragment: (name) => (Object.hasOwn(fragments, name) ? fragments[name] : undefined),
  resourceType: (name) => (name === 'aws-vpc' ? { type: 'object', title: 'VPC' } : undefined),
};

function resolve(schema: JsonSchema, document: unknown = schema) {
  const { schema: resolved, problems } = resolveReferences(schema, document, uri, sources);
  return { resolved, codes: problems.map(({ code, path }) => `${code} ${path.join('.')}`) };
}

describe('resolveReferences', () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    ['a file beside the bundle', { $ref: './schema/port.json' }, { type: 'integer', title: 'Port', maximum: 65535 }],
    [
      'siblings override',
      { $ref: './schema/port.json', title: 'Own', maximum: 9 },
      { type: 'integer', title: 'Own', maximum: 9 },
    ],
    [
      'an address is answered by file name',
      { $ref: 'https://example.com/definitions/types/region.json' },
      { type: 'string', title: 'Region' },
    ],
    ['a resource type', { $ref: 'massdriver/aws-vpc' }, { type: 'object', title: 'VPC' }],
    ['a resource type without prefix', { $ref: 'aws-vpc' }, { type: 'object', title: 'VPC' }],
    [
      'a file that refers on',
      { $ref: './schema/server.json' },
      {
        properties: { port: { type: 'integer', title: 'Port', maximum: 65535 }, peer: { type: 'string' } },
        definitions: { peer: { type: 'string' } },
      },
    ],
    ['a pointer into a file', { $ref: './schema/server.json#/definitions/peer' }, { type: 'string' }],
    [
      'a property that is called $ref',
      { properties: { $ref: { type: 'string' } } },
      { properties: { $ref: { type: 'string' } } },
    ],
    ['text in a default is no reference', { default: { $ref: './x.json' } }, { default: { $ref: './x.json' } }],
  ])('%s', (_, schema, expected) => {
    expect(resolve(schema)).toEqual({ resolved: expected, codes: [] });
  });

  it('looks for a pointer in the schema, then in the whole document', () => {
    const params = {
      properties: { a: { $ref: '#/definitions/a' }, b: { $ref: '#/shared/b' } },
      definitions: { a: { type: 'null' } },
    };
    const { resolved } = resolve(params, { params, shared: { b: { type: 'array' } } });
    expect(resolved).toMatchObject({ properties: { a: { type: 'null' }, b: { type: 'array' } } });
  });

  it.each<[string, string, string]>([
    ['a missing file', './gone.json', 'reference-not-found'],
    ['a pointer to nothing', '#/gone', 'reference-not-found'],
    ['a name nobody knows', 'acme/unknown', 'reference-not-found'],
    ['an address nobody knows', 'https://example.com/unknown.json', 'reference-remote'],
    ['the address of a cloud machine', 'http://169.254.169.254/latest/meta-data', 'reference-remote'],
    ['a file outside', 'file:///etc/passwd', 'reference-remote'],
    ['a file above', '../../../../etc/passwd', 'reference-not-found'],
    ['an inherited name', 'toString', 'reference-not-found'],
  ])('accepts anything for %s and says so, without asking anyone', (_, reference, code) => {
    expect(resolve({ properties: { a: { $ref: reference } } })).toEqual({
      resolved: { properties: { a: true } },
      codes: [`${code} properties.a`],
    });
  });

  it('follows a cycle once', () => {
    expect(resolve({ properties: { a: { $ref: '#' } } }).codes).toEqual(['reference-cycle properties.a']);
    expect(resolve({ $ref: './schema/loop.json' }).codes).toEqual(['reference-cycle ']);
  });

  it('bounds references that multiply', () => {
    const definitions: { [name: string]: JsonSchema } = { d0: { type: 'string' } };
    for (let level = 1; level <= 30; level++) {
      const reference = { $ref: `#/definitions/d${level - 1}` };
      definitions[`d${level}`] = { properties: { a: reference, b: reference } };
    }
    const work = () =>
      expect(resolve({ properties: { a: { $ref: '#/definitions/d30' } }, definitions }).codes).toContain(
        'schema-too-large properties.a',
      );
    expect(processorTime(work)).toBeLessThan(2_000);
  });
});
