import { expect, it } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { ProblemsElsewhere } from './problems-elsewhere.ts';

const at = (line: number): Problem => ({
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
  severity: 'error',
  code: 'jq-syntax',
  message: 'This is not a jq expression.',
});
const one = 'file:///shop/bundle.yaml';
const other = 'file:///store/bundle.yaml';
const program = 'file:///shop/src (x)/resource_a.jq';
const escaped = 'file:///shop/src%20%28x%29/resource_a.jq';

it('tells whose problems are others, and keeps what several found', () => {
  const elsewhere = new ProblemsElsewhere();
  expect(elsewhere.replace(one, new Map([[program, [at(1)]]]))).toEqual([program]);
  expect(elsewhere.replace(one, new Map([[escaped, [at(1)]]]))).toEqual([]);
  expect(elsewhere.replace(other, new Map([[escaped, [at(2)]]]))).toEqual([escaped]);
  expect(elsewhere.of(escaped)).toEqual([at(1), at(2)]);
  expect(elsewhere.of(program)).toEqual(elsewhere.of(escaped));
  expect(elsewhere.forget(one)).toEqual([escaped]);
  expect(elsewhere.of(program)).toEqual([at(2)]);
  expect(elsewhere.replace(other, new Map())).toEqual([escaped]);
  expect(elsewhere.forget(other)).toEqual([]);
  expect(elsewhere.of('file:///%')).toEqual([]);
});
