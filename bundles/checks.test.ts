import { createRegistry } from '@patchbay/language-server/model/registry/create';
import type { Bundle } from '@patchbay/language-server/model/bundle/bundle';
import type { JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { readRegistrySource } from '@patchbay/language-server/node/registry-files';
import { describe, expect, it } from 'vitest';
import { runChecks } from '../extension/src/provisioning/checks.ts';

const registry = createRegistry([await readRegistrySource('built-in', import.meta.dirname)]);
const bundles = registry.bundles().flatMap(({ name }): Bundle[] => {
  const resolution = registry.resolveBundle({ name, dev: false });
  return resolution.kind === 'found' ? [resolution.bundle] : [];
});

const network = { region: 'eu-central-1', cidr: '10.0.0.0/16', availability_zones: 3, nat: { mode: 'per-zone' } };
const postgres = { storage: { gigabytes: 20 }, availability: { standby: false, backup_days: 1 } };
const app = { replicas: { least: 2, most: 3 }, ingress: { enabled: true, host: 'shop.example.com', path: '/' } };
const replacement = { changes: [{ action: 'replace', address: 'terraform_data.cluster' }] };

interface Row {
  readonly bundle: string;
  readonly check: string;
  readonly good: JsonObject;
  readonly bad: JsonObject;
  readonly badPlan?: JsonObject;
}

const table: readonly Row[] = [
  {
    bundle: 'local-postgres',
    check: 'memory-for-connections',
    good: { port: 47312, max_connections: 200, shared_buffers_megabytes: 128 },
    bad: { port: 47312, max_connections: 200 },
  },
  { bundle: 'local-postgres', check: 'ordinary-user', good: { username: 'shop' }, bad: { username: 'pg_shop' } },
  { bundle: 'local-postgres', check: 'keeps-its-data', good: {}, bad: {}, badPlan: replacement },
  { bundle: 'aws-network', check: 'large-enough', good: network, bad: { ...network, cidr: '10.0.0.0/24' } },
  { bundle: 'aws-network', check: 'nat-in-every-zone', good: network, bad: { ...network, nat: { mode: 'single' } } },
  {
    bundle: 'aws-postgres',
    check: 'room-to-grow',
    good: postgres,
    bad: { ...postgres, storage: { gigabytes: 100, grow_to_gigabytes: 100 } },
  },
  {
    bundle: 'aws-postgres',
    check: 'backups-of-what-matters',
    good: postgres,
    bad: { ...postgres, availability: { standby: true, backup_days: 1 } },
  },
  {
    bundle: 'aws-object-store',
    check: 'archive-before-expiry',
    good: { retention: { archive_after_days: 30 } },
    bad: { retention: { archive_after_days: 90, expire_after_days: 30 } },
  },
  { bundle: 'k8s-web-app', check: 'least-and-most', good: app, bad: { ...app, replicas: { least: 4, most: 3 } } },
  {
    bundle: 'k8s-web-app',
    check: 'one-replica-on-the-internet',
    good: app,
    bad: { ...app, replicas: { least: 1, most: 3 } },
  },
];

const noChanges = { add: 0, change: 0, destroy: 0, changes: [], steps: {} };

describe.each(table)('$check of $bundle', ({ bundle: name, check: checkName, good, bad, badPlan = noChanges }) => {
  const check = bundles.find((bundle) => bundle.name === name)?.checks.find((one) => one.name === checkName);
  if (check === undefined) throw new Error(`${name} has no check ${checkName}`);
  const ask = (params: JsonObject, plan: JsonObject) =>
    runChecks([check], { action: 'deploy', environment: 'staging', params, connections: {}, plan });

  it('holds for good params and says why it does not for others', () => {
    expect(ask(good, noChanges)).toEqual([]);
    expect(ask(bad, badPlan)).toEqual([{ name: checkName, severity: check.severity, message: check.message }]);
  });
});

it('every check is in the table', () => {
  const all = bundles.flatMap(({ name, checks }) => checks.map((check) => `${name} ${check.name}`));
  expect(table.map(({ bundle, check }) => `${bundle} ${check}`).sort()).toEqual(all.sort());
});
