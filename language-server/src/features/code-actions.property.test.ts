import { expect, test } from 'vitest';
import { createManifestChecker } from '../model/check/checker.ts';
import { allProblems } from '../model/check/problems.ts';
import type { Problem } from '../model/problem.ts';
import { apply, manifestOf, testRegistry } from '../model/testing/in-memory.ts';
import { codeActions } from './code-actions.ts';

/** Most of what can be wrong with a manifest, at once. */
const faulty = `componets: {}
components:
  net:
    bundel: network
    bundle: network@~1
    params: { cidr: 8.8.0.0/16, size: lrge, old: x, sise: small }
  db:
    bundle: databse
  db2:
    bundle: database@~3
  d3:
    bundle: database
    connections: { vpc: nett.vpc, foo: net.vpc }
    params: { instance: small, storage: { gigabytes: 5, fst: true }, engine: { kind: plain, replicas: 3 } }
  d4:
    bundle: database
    connections:
      vpc: d3.authentication
    params:
      instance: 3
      storage: [1]
      engine:
        kind: cluster
  d5:
    bundle: database
  web:
    bundle: app
    connections: { database: d3.auth }
    secrets: { STRIPE_KEI: { env: X }, SENTRY_DSN: hello }
  l1: { bundle: loop, connections: { in: l2.out } }
  l2: { bundle: loop, connections: { in: l1.out } }
  Bad_Name: { bundle: loop }
resources:
  a: { type: rle, from: { env: X } }
  b: { type: role, from: { fil: X } }
  c: { type: role@~7 }
environments:
  staging:
    protected: yes
    protectd: true
    defaults: { rol: a, role: zz, vpc: net }
    components:
      d3: { params: { instance: large, storage: { gigabytes: 1 } } }
      d6: {}
      web: { connections: { database: net.vpc } }
      d4: { params: { instance: large, storage: { gigabytes: 30 } } }
  production: {}
`;

function problemsOf(text: string): Problem[] {
  const manifest = manifestOf(text);
  return allProblems(manifest, createManifestChecker().check(manifest, testRegistry));
}

const ends = (text: string): string[] => [text, text.replaceAll('\n', '\r\n')];

test.each(ends(faulty))('no action breaks the text or makes it worse', (text) => {
  const problems = problemsOf(text);
  const errors = (all: readonly Problem[]): number => all.filter(({ severity }) => severity === 'error').length;
  const broken = /^(?:yaml-|duplicate-|unknown-key|bad-)/;
  const broke = (all: readonly Problem[]): number => all.filter(({ code }) => broken.test(code)).length;
  const worse: string[] = [];
  let offered = 0;
  for (const { range } of problems) {
    const place = { start: range.start, end: range.start };
    for (const { title, edit, problem } of codeActions(manifestOf(text), testRegistry, problems, place)) {
      const edits = edit?.changes?.['file:///project/infra.yaml'] ?? [];
      const after = problemsOf(apply(text, edits));
      offered++;
      if (broke(after) > broke(problems)) worse.push(`${title} breaks the text`);
      // What is added may have faults of its own, and so may a bundle once it is found; what replaces a value must not.
      const reveals = problem?.code === 'unknown-bundle' || problem?.code === 'unknown-version';
      if (problem && !reveals && title.startsWith('Change') && errors(after) > errors(problems))
        worse.push(`${title} adds errors`);
      if (edits.length === 0) worse.push(`${title} does nothing`);
    }
  }
  expect(worse).toEqual([]);
  expect(offered).toBeGreaterThan(40);
});
