import { describe, expect, it } from 'vitest';
import type { Candidates, PortReference } from '@patchbay/language-server/protocol';
import { judgeConnection } from './connecting.ts';

const resource = (node: string, port: string): PortReference => ({ node, side: 'resource', port });
const dependency = (node: string, port: string): PortReference => ({ node, side: 'dependency', port });
const origin = resource('network', 'vpc');
const candidates: Candidates = {
  port: origin,
  fitting: [dependency('database', 'vpc')],
  refused: [{ port: dependency('api', 'cache'), reason: 'It takes a cache.' }],
};

describe('judgeConnection', () => {
  const judge = judgeConnection(origin, candidates);
  it.each([
    ['where it starts', origin, 'origin', false, undefined],
    ['a port that fits', dependency('database', 'vpc'), 'fitting', true, undefined],
    ['a refused port', dependency('api', 'cache'), 'dimmed', false, 'It takes a cache.'],
    ['a port of which nothing is known', dependency('api', 'queue'), 'dimmed', false, 'This port does not fit.'],
    [
      'a port of the same side',
      resource('database', 'vpc'),
      'dimmed',
      false,
      'Both ends hand something out. Connect a resource (right) to a dependency (left).',
    ],
  ] as const)('%s', (_, port, light, accepts, refusal) => {
    expect([judge.light(port), judge.accepts(port), judge.refusal(port)]).toEqual([light, accepts, refusal]);
  });

  it('finds the ports of a node that fit', () => {
    expect(judge.fittingOn('database')).toEqual([dependency('database', 'vpc')]);
    expect(judge.fittingOn('api')).toEqual([]);
  });

  it('holds every port of the other side possible until the server answered', () => {
    const waiting = judgeConnection(origin, undefined);
    expect(waiting.light(dependency('api', 'cache'))).toBe('idle');
    expect(waiting.accepts(dependency('api', 'cache'))).toBe(true);
    expect(waiting.accepts(resource('api', 'endpoint'))).toBe(false);
  });

  it('says it the other way round when it starts at a dependency', () => {
    const other = judgeConnection(dependency('api', 'cache'), undefined);
    expect(other.refusal(dependency('web', 'cache'))).toMatch(/^Both ends need something/);
  });
});
