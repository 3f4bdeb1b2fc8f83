import { expect, test } from 'vitest';
import { problemLines } from '../testing/problem-lines.ts';

const codes = ['missing-param', 'invalid-param', 'unknown-param', 'unused-param'];
const net = (params: string, environments = ''): string =>
  `components:\n  net:\n    bundle: network\n    params: ${params}\n${environments && `environments:\n${environments}`}`;

test.each([
  ['right params', net('{ cidr: 10.0.0.0/8, size: large }'), []],
  ['a missing param', net('{}'), ["'net' `cidr` is missing: Address range."]],
  [
    'a wrong value',
    net('{ cidr: 10.0.0.0/8, size: huge }'),
    [expect.stringMatching(/^'huge' .*small.*large/) as string],
  ],
  [
    'a wrong value in one environment, on the override',
    net('{ cidr: 10.0.0.0/8 }', '  x: { components: { net: { params: { size: huge } } } }\n  y: {}\n'),
    [expect.stringMatching(/^'huge' In x: .*small.*large/) as string],
  ],
  [
    'a base that every environment completes',
    net('{}', '  x: { components: { net: { params: { cidr: 10.0.0.0/8 } } } }\n'),
    [],
  ],
  [
    'a base that one environment does not complete',
    net('{}', '  x: { components: { net: { params: { cidr: 10.0.0.0/8 } } } }\n  y: {}\n'),
    ["'net' In y: `cidr` is missing: Address range."],
  ],
  [
    'a wrong base value that every environment replaces',
    net('{ cidr: 1 }', '  x: { components: { net: { params: { cidr: 10.0.0.0/8 } } } }\n'),
    [],
  ],
  [
    'a nested value',
    'components:\n  db:\n    bundle: database\n    params:\n      instance: small\n      storage:\n        gigabytes: 2\n',
    [expect.stringMatching(/^'2' .*10/) as string],
  ],
  [
    'a required param that a choice asks for',
    'components:\n  db:\n    bundle: database\n    params:\n      instance: small\n      engine:\n        kind: cluster\n',
    [expect.stringMatching(/^'engine' .*`replicas`/) as string],
  ],
  [
    'a misspelled param',
    net('{ cidr: 10.0.0.0/8, sise: large }'),
    ["'sise' `network` has no param `sise`, so nothing reads it. Did you mean `size`?"],
  ],
  [
    'a param of a choice that was not made',
    'components:\n  db:\n    bundle: database\n    params: { instance: small, engine: { kind: plain, replicas: 2 } }\n',
    ["'replicas' `replicas` has no effect unless `kind` is `cluster`."],
  ],
  [
    'a param that the bundle of one environment does not have',
    'components:\n  a:\n    bundle: app\n    params: { port: 80 }\nenvironments:\n  x: { components: { a: { bundle: network, params: { cidr: 10.0.0.0/8 } } } }\n  y: {}\n',
    ["'port' In x: `port` is for `app`: `network` has no such param and does not read it."],
  ],
  [
    'a default that fills a required param',
    'components:\n  db:\n    bundle: database\n    params: { instance: small, storage: {} }\n',
    [],
  ],
])('%s', (_, text, expected) => {
  expect(problemLines(text, ...codes)).toEqual(expected);
});
