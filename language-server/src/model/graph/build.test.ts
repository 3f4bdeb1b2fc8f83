import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testRegistry } from '../edit/edit.testkit.ts';
import { manifests } from '../edit/manifest-text.testkit.ts';
import { SourceText } from '../edit/source-text.ts';
import { editManifest } from '../manifest/parse.ts';
import type { LocatedProblem } from '../check/problems.ts';
import { graphSchema, type Graph } from '../../protocol.ts';
import * as v from 'valibot';
import { createGraphBuilder } from './build.ts';
import { graphOf, manifestOf, noProblems } from './graph.testkit.ts';

const shop = `project: shop
components:
  network:
    bundle: aws-vpc@~1
  database:
    title: Orders
    bundle: local-postgres@~2
    connections:
      vpc: network.vpc
  app:
    bundle: k8s-app
    connections:
      database: database.authentication
      cache: network.cache
      upstream: gone.service
resources:
  dns:
    type: massdriver/http-service@~1
environments:
  staging:
    protected: true
`;

const ports = (graph: Graph, id: string): readonly string[] => {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  const list = [...(node?.dependencies ?? []), ...(node?.resources ?? [])];
  return list.map(({ name, type, filled }) => `${name}: ${type} ${filled}`);
};

describe('the graph of a manifest', () => {
  const graph = graphOf(shop);

  test('has a node for each component and imported resource', () => {
    expect(graph.nodes.map(({ id, kind, title }) => [id, kind, title])).toEqual([
      ['network', 'component', 'network'],
      ['database', 'component', 'Orders'],
      ['app', 'component', 'app'],
      ['dns', 'imported', 'dns'],
    ]);
    expect(graph.project).toBe('shop');
    expect(graph.environments).toEqual([{ name: 'staging', protected: true }]);
    expect(graph.nodes[1]?.bundle).toEqual({ reference: 'local-postgres@~2', version: '2.1.3', found: true });
    expect(graph.nodes[3]?.type).toBe('http-service');
  });

  test('has the ports of the bundle, and those that connections name', () => {
    expect(ports(graph, 'network')).toEqual(['vpc: aws-vpc open', 'cache:  open']);
    expect(ports(graph, 'database')).toEqual([
      'vpc: aws-vpc connection',
      'authentication: postgresql-authentication open',
    ]);
    expect(ports(graph, 'app')).toEqual([
      'database: postgresql-authentication connection',
      'vpc: aws-vpc open',
      'upstream: http-service connection',
      'cache:  connection',
      'service: http-service open',
    ]);
    expect(ports(graph, 'dns')).toEqual(['dns: http-service open']);
  });

  test('has an edge for each connection between nodes that exist', () => {
    expect(graph.edges).toEqual([
      {
        id: 'database.vpc',
        from: { node: 'network', port: 'vpc' },
        to: { node: 'database', port: 'vpc' },
        type: 'aws-vpc',
      },
      {
        id: 'app.database',
        from: { node: 'database', port: 'authentication' },
        to: { node: 'app', port: 'database' },
        type: 'postgresql-authentication',
      },
      { id: 'app.cache', from: { node: 'network', port: 'cache' }, to: { node: 'app', port: 'cache' } },
    ]);
  });

  test('passes the protocol, names that are too long left out', () => {
    const long = 'x'.repeat(300);
    const hostile = `components:\n  ${long}: { bundle: draft }\n  a: { title: ${'t'.repeat(30_000)}, bundle: ${long}, connections: { ${long}: a.b, b: ${long}.c } }\n  __proto__: { bundle: aws-vpc }\n`;
    for (const text of [shop, hostile, '', 'components: 5']) {
      expect(() => v.parse(graphSchema, graphOf(text))).not.toThrow();
    }
    expect(graphOf(hostile).nodes.map(({ id }) => id)).toEqual(['a', '__proto__']);
  });
});

describe('slots that environments fill', () => {
  const app = 'components:\n  network: { bundle: aws-vpc }\n  db: { bundle: local-postgres }\n';
  const filled = (environments: string): string | undefined =>
    graphOf(app + environments).nodes[1]?.dependencies[0]?.filled;

  test.each([
    ['', 'missing'],
    ['environments: { a: { defaults: { aws-vpc: network.vpc } } }', 'default'],
    ['environments: { a: { defaults: { aws-vpc: network.vpc } }, b: {} }', 'missing'],
    ['environments: { a: { components: { db: { connections: { vpc: network.vpc } } } } }', 'default'],
  ])('%s → %s', (environments, expected) => {
    expect(filled(environments)).toBe(expected);
  });
});

describe('problems', () => {
  test('are on the node, and on the edge whose connection they are in', () => {
    const manifest = manifestOf(shop);
    const app = manifest.components.get('app');
    if (!app) return expect.fail('no app');
    const problem = (start: number, end: number): LocatedProblem => ({
      slice: app.slice,
      span: { start, end },
      severity: 'error',
      code: 'test',
      message: 'No.',
    });
    const { span } = app.connections[1]!;
    const nodes = new Map([['app', [problem(span.start, span.end)]]]);
    const graph = createGraphBuilder().build(manifest, testRegistry, { nodes, rest: [] });
    expect(graph.nodes[2]?.problems).toEqual([{ severity: 'error', message: 'No.' }]);
    expect(graph.edges.map((edge) => edge.problem)).toEqual([undefined, undefined, 'No.']);
  });
});

describe('a graph built again', () => {
  test('is the one that a fresh builder builds', () => {
    fc.assert(
      fc.property(
        manifests,
        fc.array(fc.tuple(fc.nat(400), fc.nat(12), fc.constantFrom('', 'x', ' ', '\n', '#', ': a', 'title: b\n    ')), {
          maxLength: 8,
        }),
        ({ text }, changes) => {
          const builder = createGraphBuilder();
          let manifest = manifestOf(text);
          builder.build(manifest, testRegistry, noProblems);
          for (const [at, length, inserted] of changes) {
            const source = new SourceText(manifest.text());
            const start = source.positionAt(Math.min(at, source.text.length));
            const end = source.positionAt(Math.min(at + length, source.text.length));
            manifest = editManifest(manifest, manifest.version + 1, [{ range: { start, end }, text: inserted }]);
            expect(builder.build(manifest, testRegistry, noProblems)).toEqual(
              createGraphBuilder().build(manifest, testRegistry, noProblems),
            );
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  const typed = (line: number, character: number, text: string): [Graph, Graph] => {
    const builder = createGraphBuilder();
    const before = manifestOf(shop);
    const position = { line, character };
    const after = editManifest(before, 2, [{ range: { start: position, end: position }, text }]);
    return [builder.build(before, testRegistry, noProblems), builder.build(after, testRegistry, noProblems)];
  };

  test('keeps every object when only white space or params change', () => {
    const [before, after] = typed(3, 4, 'params: { cidr: x } # new\n    ');
    expect(after.nodes.every((node, index) => node === before.nodes[index])).toBe(true);
    expect(after.edges.every((edge, index) => edge === before.edges[index])).toBe(true);
  });

  test('keeps every object but the one that changed', () => {
    const [before, after] = typed(5, 17, ' of today');
    expect(after.nodes.map((node, index) => node === before.nodes[index])).toEqual([true, false, true, true]);
    expect(after.edges.every((edge, index) => edge === before.edges[index])).toBe(true);
  });
});
