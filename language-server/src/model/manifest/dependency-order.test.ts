import { describe, expect, test } from 'vitest';
import { dependencyOrder } from './dependency-order.ts';

/** `a: b c` says that a is connected to b and c. */
function order(...lines: string[]) {
  return dependencyOrder(
    lines.map((line) => {
      const [component = '', targets = ''] = line.split(':');
      const names = targets.split(' ').filter(Boolean);
      return {
        component,
        connections: new Map(
          names.map((name) => [`to-${name}`, { target: { component: name }, from: 'connection' as const }]),
        ),
      };
    }),
  );
}

describe('dependencyOrder', () => {
  test.each([
    { name: 'nothing', lines: [], result: { order: [] } },
    { name: 'in the order given', lines: ['b:', 'a:'], result: { order: ['b', 'a'] } },
    {
      name: 'after what it needs',
      lines: ['app:db cache', 'db:network', 'cache:network', 'network:'],
      result: { order: ['network', 'db', 'cache', 'app'] },
    },
    { name: 'what is imported is there already', lines: ['app:dns'], result: { order: ['app'] } },
    { name: 'a ring', lines: ['ok:', 'c:a', 'a:b', 'b:c ok'], result: { order: ['ok'], cycle: ['c', 'a', 'b'] } },
    { name: 'itself', lines: ['a:a'], result: { order: [], cycle: ['a'] } },
    { name: 'after a ring', lines: ['z:a', 'a:b', 'b:a'], result: { order: [], cycle: ['a', 'b'] } },
    {
      name: 'odd names',
      lines: ['__proto__:constructor', 'constructor:'],
      result: { order: ['constructor', '__proto__'] },
    },
  ])('$name', ({ lines, result }) => {
    expect(order(...lines)).toEqual(result);
  });

  test('a chain of 5,000', () => {
    const lines = Array.from({ length: 5000 }, (_, at) => (at === 0 ? 'c0:' : `c${at}:c${at - 1}`));
    expect(order(...lines.toReversed()).order).toHaveLength(5000);
  });
});
