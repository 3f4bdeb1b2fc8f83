import type { ConnectionSource, Manifest } from '../manifest/manifest.ts';
import type { Slice } from '../yaml/slice.ts';
import { Findings } from './collect.ts';
import type { LocatedProblem } from './problems.ts';

/** A connection, and the slice of the component or override that has it. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly slice: Slice;
  readonly connection: ConnectionSource;
}

/**
 * Loops of connections, one problem on each connection of a loop, with the whole loop as related
 * places. An environment can close a loop by an override; then the message names it.
 *
 * @returns the problems by the component that has the connection.
 */
export function findCycles(manifest: Manifest): Map<string, LocatedProblem[]> {
  const views = [...manifest.environments.values()]
    .filter((environment) => [...environment.components.values()].some(({ connections }) => connections.length > 0))
    .map((environment) => environment.name.value);
  const rest = [...manifest.environments.keys()].filter((name) => !views.includes(name));
  const byComponent = new Map<string, Findings>();
  const look = (environment: string | undefined, environments: readonly string[]): void => {
    for (const loop of loops(edgesOf(manifest, environment))) report(loop, environments, byComponent);
  };
  if (rest.length > 0 || views.length === 0) look(undefined, rest);
  for (const environment of views) look(environment, [environment]);
  const count = manifest.environments.size;
  return new Map(Array.from(byComponent, ([name, findings]) => [name, findings.problems(count)]));
}

function edgesOf(manifest: Manifest, environment: string | undefined): Map<string, Edge[]> {
  const overrides = environment === undefined ? undefined : manifest.environments.get(environment)?.components;
  const edges = new Map<string, Edge[]>();
  for (const [from, component] of manifest.components) {
    const bySlot = new Map<string, Edge>();
    for (const source of [component, overrides?.get(from)]) {
      if (!source) continue;
      for (const connection of source.connections) {
        const to = connection.target.value?.component;
        if (to === undefined || !manifest.components.has(to)) continue;
        bySlot.set(connection.slot.value, { from, to, slice: source.slice, connection });
      }
    }
    if (bySlot.size > 0) edges.set(from, [...bySlot.values()]);
  }
  return edges;
}

/** A component on the way, and the connection that is being followed from it. */
interface Step {
  readonly node: string;
  next: number;
  edge: Edge | undefined;
}

/** One loop for each connection that closes one, found by a depth-first walk without recursion. */
function loops(edges: ReadonlyMap<string, readonly Edge[]>): Edge[][] {
  const found: Edge[][] = [];
  const done = new Set<string>();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const trail: Step[] = [{ node: start, next: 0, edge: undefined }];
    const onTrail = new Map<string, number>([[start, 0]]);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const edge = edges.get(top.node)?.[top.next++];
      top.edge = edge;
      if (!edge) {
        trail.pop();
        onTrail.delete(top.node);
        done.add(top.node);
        continue;
      }
      const at = onTrail.get(edge.to);
      if (at !== undefined) found.push(trail.slice(at).flatMap((step) => step.edge ?? []));
      else if (!done.has(edge.to)) {
        onTrail.set(edge.to, trail.length);
        trail.push({ node: edge.to, next: 0, edge: undefined });
      }
    }
  }
  return found;
}

function report(loop: readonly Edge[], environments: readonly string[], byComponent: Map<string, Findings>): void {
  const shown = loop.length > 8 ? [...loop.slice(0, 7), undefined, loop.at(-1)] : loop;
  const first = loop[0]?.from ?? '';
  const path = [...shown.map((edge) => edge?.from ?? '…'), first].join(' → ');
  const message =
    loop.length === 1
      ? `\`${first}\` is connected to itself, so it could never be deployed.`
      : `These components wait for each other, so none of them could be deployed: ${path}. Remove one of the connections.`;
  for (const edge of loop) {
    const findings = byComponent.get(edge.from) ?? new Findings();
    byComponent.set(edge.from, findings);
    const related = loop
      .filter((other) => other !== edge)
      .slice(0, 20)
      .map(({ slice, connection, from, to }) => ({
        slice,
        span: connection.span,
        message: `\`${from}\` needs \`${to}\``,
      }));
    findings.in(environments)({
      slice: edge.slice,
      span: edge.connection.target.span,
      severity: 'error',
      code: 'connection-cycle',
      message,
      data: { component: edge.from, slot: edge.connection.slot.value },
      ...(related.length > 0 && { related }),
    });
  }
}
