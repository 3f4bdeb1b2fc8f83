import type { GraphEdge, GraphNode, GraphPort } from '../../protocol.ts';
import type { Bundle, Slot } from '../bundle/bundle.ts';
import type { LocatedProblem } from '../check/problems.ts';
import type { ComponentSource, ConnectionSource, ImportedResourceSource } from '../manifest/manifest.ts';
import { formatBundleReference } from '../manifest/reference.ts';
import type { Registry } from '../registry/registry.ts';
import { typeName } from './environment-fill.ts';

/** Longest name and longest text that the protocol lets through. */
const longestName = 200;
const longestText = 20_000;

/** False for names that no diagram can hold: they are left out, and their problems are in the text. */
export function fits(name: string): boolean {
  return name.length <= longestName;
}

/**
 * @param mentioned resources of the component that connections name
 * @param fills whether environments fill a slot that has no connection
 */
export function componentNode(
  source: ComponentSource,
  registry: Registry,
  problems: readonly LocatedProblem[],
  mentioned: readonly string[],
  fills: (slot: Slot) => boolean,
): GraphNode {
  const bundle = bundleOf(source, registry);
  const connected = new Set(source.connections.map((connection) => connection.slot.value));
  return {
    id: source.name.value,
    kind: 'component',
    title: clip(source.title?.value || source.name.value),
    ...(source.bundle && { bundle: bundleLabel(source, bundle) }),
    dependencies: dependencyPorts(bundle, connected, fills),
    resources: resourcePorts(bundle, mentioned),
    problems: problems.map(graphProblem),
  };
}

export function importedNode(source: ImportedResourceSource, problems: readonly LocatedProblem[]): GraphNode {
  const id = source.name.value;
  const type = typeName(source.type?.value ?? '').slice(0, longestName);
  return {
    id,
    kind: 'imported',
    title: id,
    ...(type && { type }),
    dependencies: [],
    resources: [{ name: id, type, required: false, filled: 'open' }],
    problems: problems.map(graphProblem),
  };
}

/** The connections of a component; whether the nodes they start at exist is for the caller to see. */
export function edgesOf(source: ComponentSource, registry: Registry, problems: readonly LocatedProblem[]): GraphEdge[] {
  const bundle = bundleOf(source, registry);
  return source.connections.flatMap((connection) => {
    const target = connection.target.value;
    const id = edgeId(source.name.value, connection.slot.value);
    if (!target || !fits(id) || !fits(target.component) || !fits(target.resource ?? '')) return [];
    const type = bundle?.dependencies.get(connection.slot.value)?.type.name;
    const problem = problems.find((candidate) => concerns(candidate, source, connection))?.message;
    return {
      id,
      from: { node: target.component, port: target.resource ?? target.component },
      to: { node: source.name.value, port: connection.slot.value },
      ...(type !== undefined && fits(type) && { type }),
      ...(problem !== undefined && { problem: clip(problem) }),
    };
  });
}

/** A slot takes one connection, so this names it. */
export function edgeId(component: string, slot: string): string {
  return `${component}.${slot}`;
}

function bundleOf(source: ComponentSource, registry: Registry): Bundle | undefined {
  if (!source.bundle?.value) return undefined;
  const resolution = registry.resolveBundle(source.bundle.value);
  return resolution.kind === 'found' ? resolution.bundle : undefined;
}

function bundleLabel(source: ComponentSource, bundle: Bundle | undefined): NonNullable<GraphNode['bundle']> {
  const reference = source.bundle?.value;
  const written = reference
    ? formatBundleReference(reference)
    : source.slice.text.slice(source.bundle?.span.start, source.bundle?.span.end);
  return {
    reference: written.slice(0, longestName),
    ...(bundle && { version: bundle.version.slice(0, longestName) }),
    ...(bundle?.description !== undefined && { description: clip(bundle.description) }),
    ...(bundle?.icon !== undefined && { icon: clip(bundle.icon) }),
    found: bundle !== undefined,
  };
}

function dependencyPorts(
  bundle: Bundle | undefined,
  connected: ReadonlySet<string>,
  fills: (slot: Slot) => boolean,
): GraphPort[] {
  const ports: GraphPort[] = [];
  for (const slot of bundle?.dependencies.values() ?? []) {
    if (!fits(slot.name)) continue;
    ports.push({
      name: slot.name,
      type: slot.type.name.slice(0, longestName),
      ...(slot.title !== undefined && { title: clip(slot.title) }),
      required: slot.required,
      filled: connected.has(slot.name) ? 'connection' : fills(slot) ? 'default' : slot.required ? 'missing' : 'open',
    });
  }
  // Connections to slots that the bundle does not have stay visible, so that they can be taken off.
  for (const name of connected) {
    if (!fits(name) || bundle?.dependencies.has(name)) continue;
    ports.push({ name, type: '', required: false, filled: 'connection' });
  }
  return ports;
}

function resourcePorts(bundle: Bundle | undefined, mentioned: readonly string[]): GraphPort[] {
  const ports: GraphPort[] = [];
  for (const output of bundle?.resources.values() ?? []) {
    if (!fits(output.name)) continue;
    const title = output.title === undefined ? {} : { title: clip(output.title) };
    ports.push({
      name: output.name,
      type: output.type.name.slice(0, longestName),
      ...title,
      required: output.required,
      filled: 'open',
    });
  }
  for (const name of mentioned) {
    if (!fits(name) || bundle?.resources.has(name)) continue;
    ports.push({ name, type: '', required: false, filled: 'open' });
  }
  return ports;
}

function concerns(problem: LocatedProblem, source: ComponentSource, connection: ConnectionSource): boolean {
  if (problem.slice !== source.slice || (problem.severity !== 'error' && problem.severity !== 'warning')) return false;
  return problem.span.start >= connection.span.start && problem.span.end <= connection.span.end;
}

function graphProblem({ severity, message }: LocatedProblem): GraphNode['problems'][number] {
  return { severity, message: clip(message) };
}

function clip(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}
