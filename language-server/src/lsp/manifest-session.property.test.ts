import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentSymbols } from '../features/symbols.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import { editManifest, parseManifest } from '../model/manifest/parse.ts';
import type { Registry } from '../model/registry/registry.ts';
import { registryWith, testRegistry } from '../model/testing/in-memory.ts';
import { positionIn } from '../model/yaml/line-index.ts';
import type { DiagramPatch, Graph, GraphEdge, GraphNode } from '../protocol.ts';
import { diagramSource } from './diagram-source.ts';
import { Diagrams } from './diagrams.ts';
import { ManifestSession } from './manifest-session.ts';

/**
 * Whatever a session keeps from one keystroke to the next, it says what a session says that opens
 * the final text afresh: the same problems, symbols and graph, and the patches lead to that graph.
 */

const uri = 'file:///project/infra.yaml';

const database = (slot: string, version: string): string =>
  `name: database\nversion: ${version}\nparams:\n  required: [instance, size]\n  properties: { instance: { type: string, enum: [small, huge] }, size: { type: integer, default: 3 } }\ndependencies:\n  ${slot}: { resource_type: vpc, required: true }\nresources:\n  authentication: { resource_type: postgres }\n`;

const registries: readonly Registry[] = [
  testRegistry,
  // Keystrokes in a bundle, which keeps its version.
  registryWith({ 'database/bundle.yaml': database('vpc', '2.1.0') }),
  registryWith({ 'database/bundle.yaml': database('network', '2.1.0') }),
  registryWith({ 'database/bundle.yaml': 'name: database\nversion: 2.1.0\nparams: [' }),
  registryWith({
    'network/bundle.yaml':
      'name: network\nversion: 1.2.0\nresources: { vpc: { resource_type: postgres }, dns: { resource_type: vpc } }\n',
  }),
  // New versions, names and types.
  registryWith({ 'database/bundle.yaml': database('network', '3.0.0') }),
  registryWith({ 'database/bundle.yaml': 'name: database\nparams: [' }),
  registryWith({ 'network/bundle.yaml': undefined, 'types/postgres.yaml': undefined }),
];

const names = ['network', 'db', 'db2', 'api', 'ring-a', 'ring-b', 'dns', '__proto__'];
const name = fc.constantFrom(...names);
const bundle = fc.constantFrom(
  'network@~1',
  'database@~2',
  'database',
  'database@~3',
  'app',
  'loop',
  'databas',
  'network@9.9.9',
);
const environment = fc.constantFrom('staging', 'production', 'constructor');

const component = fc
  .record({
    name,
    bundle,
    title: fc.boolean(),
    comment: fc.boolean(),
    target: fc.tuple(
      fc.constantFrom('vpc', 'network', 'database', 'in', 'nothing'),
      name,
      fc.constantFrom('vpc', 'authentication', 'out'),
    ),
    params: fc.constantFrom(
      '',
      '{ cidr: 10.0.0.0/16 }',
      '{ instance: small }',
      '{ instance: tiny, storage: { gigabytes: 5 } }',
      '{ port: x }',
      '*shared',
      '{ <<: *shared, port: 1 }',
      '{ cidr: 8.8.8.0/24, old: x }',
    ),
  })
  .map(
    ({ name, bundle, title, comment, target, params }) =>
      `  ${name}:${comment ? ' # note' : ''}\n    bundle: ${bundle}\n${title ? `    title: The ${name}\n` : ''}` +
      `    connections:\n      ${target[0]}: ${target[1]}.${target[2]}\n${params ? `    params: ${params}\n` : ''}`,
  );

const override = fc
  .record({
    environment,
    name,
    text: fc.constantFrom(
      'params: { instance: medium }',
      'params: { instance: 5 }',
      'bundle: database@2.1.0',
      'connections: { vpc: network.vpc }',
      'connections: { vpc: dns }',
    ),
    defaults: fc.constantFrom('', '    defaults: { vpc: dns }\n', '    defaults: { vpc: network.vpc, role: nobody }\n'),
    isProtected: fc.boolean(),
  })
  .map(
    ({ environment, name, text, defaults, isProtected }) =>
      `  ${environment}:\n${isProtected ? '    protected: true\n' : ''}${defaults}    components:\n      ${name}: { ${text} }\n`,
  );

const sections = fc
  .record({
    shared: fc.constantFrom('', 'x-shared: &shared { cidr: 10.1.0.0/16 }\n', 'x-shared: &shared { instance: large }\n'),
    components: fc.array(component, { minLength: 1, maxLength: 6 }).map((all) => `components:\n${all.join('')}`),
    resources: fc.constantFrom(
      '',
      'resources:\n  dns: { type: vpc, from: { env: DNS } }\n',
      'resources:\n  dns: { type: postgres, from: { file: ./dns.json } }\n  network: { type: vpc }\n',
    ),
    environments: fc
      .array(override, { maxLength: 3 })
      .map((all) => (all.length > 0 ? `environments:\n${all.join('')}` : '')),
    reorder: fc.boolean(),
  })
  .map(({ shared, components, resources, environments, reorder }) =>
    reorder
      ? `${shared}${environments}${resources}${components}project: shop\n`
      : `project: shop\n${shared}${components}${resources}${environments}`,
  );

/** A change of the text, or of the registry; numbers choose a place in whatever the text is by then. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('splice' as const),
    at: fc.nat(),
    length: fc.nat(12),
    text: fc.constantFrom('', 'x', ' ', '\n', '#', ': ', '\n  extra:\n    bundle: app\n', '{', '"', '&a ', '*shared'),
  }),
  fc.record({ kind: fc.constant('rename' as const), at: fc.nat(), from: name, to: name }),
  fc.record({
    kind: fc.constant('line' as const),
    at: fc.nat(),
    action: fc.constantFrom('delete', 'double', 'comment', 'indent', 'move'),
  }),
  fc.record({ kind: fc.constant('entry' as const), at: fc.nat(), text: fc.oneof(component, override) }),
  fc.record({ kind: fc.constant('registry' as const), index: fc.nat(registries.length - 1) }),
  fc.record({ kind: fc.constant('acknowledge' as const) }),
  fc.record({ kind: fc.constant('prepare' as const), entries: fc.nat(4) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What one text edit replaces by what. */
interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function editOf(each: Step, whole: string): TextEdit | undefined {
  switch (each.kind) {
    case 'splice': {
      const from = each.at % (whole.length + 1);
      return { from, to: Math.min(whole.length, from + each.length), text: each.text };
    }
    case 'rename': {
      const places = [...whole.matchAll(new RegExp(`(?<![\\w-])${each.from}(?![\\w-])`, 'g'))];
      const place = places[each.at % Math.max(1, places.length)];
      return place && { from: place.index, to: place.index + each.from.length, text: each.to };
    }
    case 'line': {
      const lines = whole.split('\n');
      const index = each.at % lines.length;
      const line = lines[index] ?? '';
      const from = lines.slice(0, index).join('\n').length + (index > 0 ? 1 : 0);
      const to = Math.min(whole.length, from + line.length + 1);
      if (each.action === 'delete') return { from, to, text: '' };
      if (each.action === 'double') return { from, to: from, text: `${line}\n` };
      if (each.action === 'comment') return { from, to: from, text: '# ' };
      if (each.action === 'indent') return { from, to: from, text: '  ' };
      return { from: 0, to, text: whole.slice(from, to) + whole.slice(0, from) };
    }
    case 'entry': {
      const starts = [...whole.matchAll(/^(?=\S)|^ {2}(?=\S)/gm)];
      const from = starts[each.at % Math.max(1, starts.length)]?.index ?? 0;
      return { from, to: from, text: each.text };
    }
    case 'registry':
    case 'acknowledge':
    case 'prepare':
      return undefined;
  }
}

function applied(manifest: Manifest, { from, to, text }: TextEdit): Manifest {
  const place = { ...manifest.slices[0]!, text: manifest.text() };
  const range = { start: positionIn(place, from), end: positionIn(place, to) };
  return editManifest(manifest, manifest.version + 1, [{ range, text }]);
}

/** A client's copy of a graph, moved by patches alone. */
class DrawnGraph {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  #heading: Pick<Graph, 'project' | 'environments'> = { environments: [] };

  reset({ nodes, edges, ...heading }: Graph): void {
    this.#nodes.clear();
    this.#edges.clear();
    for (const node of nodes) this.#nodes.set(node.id, node);
    for (const edge of edges) this.#edges.set(edge.id, edge);
    this.#heading = heading;
  }

  apply({ patches }: DiagramPatch): void {
    for (const patch of patches) {
      if (patch.op === 'reset') this.reset(patch.graph);
      else if (patch.op === 'addNode' || patch.op === 'updateNode') {
        expect(this.#nodes.has(patch.node.id)).toBe(patch.op === 'updateNode');
        this.#nodes.set(patch.node.id, patch.node);
      } else if (patch.op === 'removeNode') expect(this.#nodes.delete(patch.id)).toBe(true);
      else if (patch.op === 'removeEdge') expect(this.#edges.delete(patch.id)).toBe(true);
      else {
        expect(this.#edges.has(patch.edge.id)).toBe(patch.op === 'updateEdge');
        this.#edges.set(patch.edge.id, patch.edge);
      }
    }
  }

  get graph(): Graph {
    return sorted({ ...this.#heading, nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] });
  }
}

/** Without the order of the lists, which says nothing. */
function sorted({ nodes, edges, ...heading }: Graph): Graph {
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
  return { ...heading, nodes: nodes.toSorted(byId), edges: edges.toSorted(byId) };
}

function said(session: ManifestSession, registry: Registry) {
  return {
    problems: session.allProblems(registry),
    symbols: documentSymbols(session.manifest),
    graph: session.manifest.broken ? undefined : sorted(session.graph(registry)),
  };
}

describe('a session after any edits says what a fresh one says', () => {
  test('problems, symbols, graph and patches', () => {
    fc.assert(
      fc.property(sections, fc.array(step, { minLength: 1, maxLength: 12 }), (initial, steps) => {
        let registry = testRegistry;
        const session = new ManifestSession(parseManifest(uri, 0, initial));
        const drawn = new DrawnGraph();
        const inFlight: DiagramPatch[] = [];
        const diagrams = new Diagrams((patch) => inFlight.push(patch));
        const acknowledge = (): void => {
          for (let patch = inFlight.shift(); patch; patch = inFlight.shift()) {
            drawn.apply(patch);
            diagrams.acknowledge(uri, patch.revision);
          }
        };
        const opened = diagrams.open(uri, diagramSource(session, registry));
        drawn.reset(opened.graph);

        for (const each of steps) {
          if (each.kind === 'registry') registry = registries[each.index]!;
          if (each.kind === 'acknowledge') acknowledge();
          if (each.kind === 'prepare') {
            let left = each.entries;
            session.manifest.prepare(() => left-- <= 0);
            continue;
          }
          const edit = editOf(each, session.manifest.text());
          if (edit) session.replace(applied(session.manifest, edit));
          diagrams.update(uri, diagramSource(session, registry));
        }
        acknowledge();

        const fresh = new ManifestSession(parseManifest(uri, session.manifest.version, session.manifest.text()));
        const expected = said(fresh, registry);
        expect(said(session, registry)).toEqual(expected);
        if (expected.graph) expect(drawn.graph).toEqual(expected.graph);
      }),
      { numRuns: 400 },
    );
  });

  test('after every step of a long way, the text as it is then', () => {
    fc.assert(
      fc.property(sections, fc.array(step, { minLength: 20, maxLength: 40 }), (initial, steps) => {
        let registry = testRegistry;
        const session = new ManifestSession(parseManifest(uri, 0, initial));
        for (const each of steps) {
          if (each.kind === 'registry') registry = registries[each.index]!;
          const edit = editOf(each, session.manifest.text());
          if (edit) session.replace(applied(session.manifest, edit));
          const fresh = new ManifestSession(parseManifest(uri, session.manifest.version, session.manifest.text()));
          expect(said(session, registry)).toEqual(said(fresh, registry));
        }
      }),
      { numRuns: 25 },
    );
  });
});
