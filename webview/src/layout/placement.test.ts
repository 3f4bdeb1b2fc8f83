import { describe, expect, it } from 'vitest';
import { overlaps, type Box, type LayoutGraph, type LayoutNode } from './geometry.ts';
import { placeMissing, placeNode, renamed } from './placement.ts';

const node = (id: string, ports: LayoutNode['ports'] = []): LayoutNode => ({ id, width: 200, height: 100, ports });
const box = (x: number, y: number): Box => ({ x, y, width: 200, height: 100 });
/** `a>b` is a connection from a to b. */
function graphOf(ids: string, ...wires: string[]): LayoutGraph {
  const edges = wires.map((wire) => {
    const [from = '', to = ''] = wire.split('>');
    return { from: { node: from, port: 'out' }, to: { node: to, port: 'in' } };
  });
  return { nodes: ids.split(' ').map((id) => node(id)), edges };
}

describe('placeNode', () => {
  it('goes right of what it depends on', () => {
    expect(placeNode(node('b'), graphOf('a b', 'a>b'), new Map([['a', box(0, 40)]]))).toEqual({ x: 296, y: 40 });
  });
  it('goes left of what depends on it', () => {
    expect(placeNode(node('b'), graphOf('a b', 'b>a'), new Map([['a', box(0, 40)]]))).toEqual({ x: -296, y: 40 });
  });
  it('goes where the person looks when it has no neighbours', () => {
    expect(placeNode(node('b'), graphOf('a b'), new Map([['a', box(0, 0)]]), { x: 1000, y: 500 })).toEqual({
      x: 900,
      y: 450,
    });
  });
  it('goes below everything when nobody says where', () => {
    expect(placeNode(node('b'), graphOf('a b'), new Map([['a', box(50, 20)]]))).toEqual({ x: 50, y: 156 });
  });
  it('covers nothing', () => {
    const placed = new Map([
      ['a', box(0, 0)],
      ['b', box(296, 0)],
      ['c', box(296, 136)],
    ]);
    const at = placeNode(node('d'), graphOf('a b c d', 'a>b', 'a>c', 'a>d'), placed);
    for (const other of placed.values()) expect(overlaps({ ...at, width: 200, height: 100 }, other, 0)).toBe(false);
    expect(at.x).toBe(296);
  });
});

describe('placeMissing', () => {
  it('moves nothing and lines a new chain up', () => {
    const found = placeMissing(graphOf('a b c', 'a>b', 'b>c'), new Map([['a', box(0, 0)]]));
    expect([...found]).toEqual([
      ['b', { x: 296, y: 0 }],
      ['c', { x: 592, y: 0 }],
    ]);
  });
  it('survives a cycle', () => {
    expect(placeMissing(graphOf('a b', 'a>b', 'b>a', 'a>a'), new Map()).size).toBe(2);
  });
});

describe('renamed', () => {
  const ports: LayoutNode['ports'] = [{ side: 'resource', port: 'out', x: 0, y: 0 }];
  it.each([
    [
      'one goes, one of the same ports comes',
      [node('a'), node('b', ports)],
      [node('a'), node('c', ports)],
      { from: 'b', to: 'c' },
    ],
    ['one of other ports comes', [node('b', ports)], [node('c')], undefined],
    ['one comes', [node('a')], [node('a'), node('b')], undefined],
    ['two come', [node('a')], [node('b'), node('c')], undefined],
  ])('%s', (_, before, after, expected) => {
    expect(renamed(before, after)).toEqual(expected);
  });
});
