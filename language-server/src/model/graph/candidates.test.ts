import { expect, test } from 'vitest';
import { testRegistry } from '../edit/edit.testkit.ts';
import type { PortReference } from '../../protocol.ts';
import { candidates } from './candidates.ts';
import { manifestOf } from './graph.testkit.ts';

const text = `components:
  network: { bundle: aws-vpc }
  database: { bundle: local-postgres, connections: { vpc: network.vpc } }
  app: { bundle: k8s-app, connections: { upstream: other.service } }
  other: { bundle: k8s-app }
  lost: { bundle: nowhere }
resources:
  dns: { type: http-service@~1 }
`;

function ask(side: PortReference['side'], port: string): { fitting: string[]; refused: Record<string, string> } {
  const [node = '', name = ''] = port.split('.');
  const answer = candidates(manifestOf(text), testRegistry, { node, side, port: name });
  const label = (end: PortReference): string => `${end.node}.${end.port}`;
  return {
    fitting: answer.fitting.map(label),
    refused: Object.fromEntries(answer.refused.map((one) => [label(one.port), one.reason])),
  };
}

test('a resource ends at the slots of its type', () => {
  const { fitting, refused } = ask('resource', 'network.vpc');
  expect(fitting).toEqual(['database.vpc', 'app.vpc', 'other.vpc']);
  expect(refused['app.database']).toBe(
    '`database` takes a postgresql-authentication, and `network.vpc` is an aws-vpc.',
  );
});

test('a slot ends at the resources of its type, none of which depends on it', () => {
  const { fitting, refused } = ask('dependency', 'other.upstream');
  expect(fitting).toEqual(['dns.dns']);
  expect(refused['app.service']).toContain('`app` already depends on `other` (`app` → `other`)');
  expect(refused['other.service']).toBe('`other` cannot be connected to itself.');
});

test('both directions agree', () => {
  const { fitting } = ask('resource', 'app.service');
  expect(fitting).toEqual([]);
  expect(ask('resource', 'other.service').fitting).toEqual(['app.upstream']);
  expect(ask('dependency', 'app.upstream').fitting).toEqual(['other.service', 'dns.dns']);
});

test('a port that is not there says so', () => {
  expect(ask('resource', 'network.vcp').refused).toEqual({
    'network.vcp': '`network` has no resource `vcp`. Did you mean `vpc`?',
  });
  expect(ask('dependency', 'lost.vpc').refused['lost.vpc']).toContain('`nowhere`');
  expect(ask('dependency', 'dns.dns').refused['dns.dns']).toContain('imported resource');
  expect(ask('dependency', 'nobody.x').refused['nobody.x']).toBe('There is no `nobody` in this manifest.');
});
