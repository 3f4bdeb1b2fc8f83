import { expect, it } from 'vitest';
import { routedPath } from './edge-path.ts';

const at = (x: number, y: number) => ({ x, y });
const route = [at(0, 0), at(100, 50), at(300, 50), at(400, 0)];

it('curves between columns and goes straight past nodes', () => {
  expect(routedPath(route, at(6, 0), at(394, 0))).toBe('M6,0 C53,0 53,50 100,50 L300,50 C347,50 347,0 394,0');
});

it('meets a port level', () => {
  expect(routedPath([at(0, 0.4), at(50, 0.4), at(90, 19.3), at(100, 19.3)], at(0, 0), at(100, 20))).toBe(
    'M0,0 L50,0 C70,0 70,20 90,20 L100,20',
  );
});

it.each([
  ['there is no route', undefined, at(0, 0), at(400, 0)],
  ['the source was moved', route, at(0, 40), at(400, 0)],
  ['the target was moved', route, at(0, 0), at(440, 0)],
])('leaves it to a plain curve when %s', (_, way, source, target) => {
  expect(routedPath(way, source, target)).toBeUndefined();
});
