import type { GraphNode } from '@patchbay/language-server/protocol';

/** Lengths in diagram units. The styles of `ComponentNode.svelte` and `Port.svelte` must agree with them. */
export const geometry = {
  header: 52,
  row: 22,
  portPadding: 6,
  footer: 28,
  minWidth: 208,
  maxWidth: 340,
  handle: 12,
} as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A port's centre, from the node's top left corner. */
export interface PortPoint {
  readonly side: 'dependency' | 'resource';
  readonly port: string;
  readonly x: number;
  readonly y: number;
}

// Average advance of the editor's interface font; a label that is wider than its guess ends in an ellipsis.
const titleAdvance = 7.4;
const labelAdvance = 6.3;

/**
 * How large a node is drawn, from what it shows alone: the layout needs no page to measure on, and a run or a problem
 * that comes and goes moves nothing.
 */
export function nodeSize(node: GraphNode): Size {
  const rows = Math.max(node.dependencies.length, node.resources.length);
  const ports = rows === 0 ? 0 : rows * geometry.row + 2 * geometry.portPadding;
  const footer = node.kind === 'component' ? geometry.footer : 0;
  return { width: nodeWidth(node, rows), height: geometry.header + ports + footer };
}

function nodeWidth(node: GraphNode, rows: number): number {
  let width: number = Math.max(
    geometry.minWidth,
    88 + node.title.length * titleAdvance,
    64 + subtitle(node).length * labelAdvance,
  );
  for (let row = 0; row < rows; row++) {
    const left = node.dependencies[row]?.name.length ?? 0;
    const right = node.resources[row]?.name.length ?? 0;
    width = Math.max(width, 52 + (left + right) * labelAdvance);
  }
  return Math.min(geometry.maxWidth, Math.ceil(width / 8) * 8);
}

/** The second line of a node: its name when the title says something else, and what it is. */
export function subtitle(node: GraphNode): string {
  const what = node.kind === 'component' ? bundleLabel(node) : (node.type ?? 'imported resource');
  return node.title === node.id ? what : `${node.id} · ${what}`;
}

/** `aws-vpc@1.2.3` when the bundle was found, else as the manifest has it. */
export function bundleLabel(node: GraphNode): string {
  if (!node.bundle) return 'no bundle';
  const { reference, version } = node.bundle;
  if (version === undefined) return reference;
  const at = reference.lastIndexOf('@');
  return `${at > 0 ? reference.slice(0, at) : reference}@${version}`;
}

/** Where the ports of a node are. Dependencies are on the left edge, resources on the right one. */
export function portPoints(node: GraphNode): readonly PortPoint[] {
  const { width } = nodeSize(node);
  const y = (row: number) => geometry.header + geometry.portPadding + row * geometry.row + geometry.row / 2;
  return [
    ...node.dependencies.map((port, row): PortPoint => ({ side: 'dependency', port: port.name, x: 0, y: y(row) })),
    ...node.resources.map((port, row): PortPoint => ({ side: 'resource', port: port.name, x: width, y: y(row) })),
  ];
}
