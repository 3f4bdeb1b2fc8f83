import { expect, test } from 'vitest';
import { readPlan } from './terraform-plan.ts';

const resource = (actions: readonly string[], more: object = {}, change: object = {}) => ({
  resource_changes: [{ address: 'aws_vpc.main', ...more, change: { actions, ...change } }],
});

test.each([
  ['nothing', resource(['no-op']), [], true, undefined],
  ['only reads', resource(['read']), [{ action: 'read', address: 'aws_vpc.main' }], true, undefined],
  ['something new', resource(['create']), [{ action: 'create', address: 'aws_vpc.main' }], false, undefined],
  [
    'a replacement, with the attribute that asks for it',
    resource(
      ['delete', 'create'],
      { action_reason: 'replace_because_cannot_update' },
      { replace_paths: [['cidr_block'], ['tags', 0]] },
    ),
    [{ action: 'replace', address: 'aws_vpc.main', reason: 'cidr_block, tags.0 cannot be changed in place' }],
    false,
    undefined,
  ],
  [
    'what the module lost',
    resource(['delete'], { action_reason: 'delete_because_no_resource_config' }),
    [{ action: 'delete', address: 'aws_vpc.main', reason: 'the module has it no more' }],
    false,
    undefined,
  ],
  [
    'an import of what is as it should be',
    resource(['no-op'], {}, { importing: { id: 'vpc-1' } }),
    [{ action: 'import', address: 'aws_vpc.main' }],
    false,
    '1 to import',
  ],
  [
    'a move',
    resource(['no-op'], { previous_address: 'aws_vpc.old' }),
    [{ action: 'move', address: 'aws_vpc.main', reason: 'was aws_vpc.old' }],
    false,
    '1 to move',
  ],
  ['an output', { output_changes: { vpc: { actions: ['update'] } } }, [], false, 'only outputs change'],
])('a plan of %s', (_, document, changes, empty, summary) => {
  const plan = readPlan(JSON.stringify(document));
  expect({ changes: plan.changes, empty: plan.empty, summary: plan.summary }).toEqual({ changes, empty, summary });
});

test.each(['', '{', '{"resource_changes": 1}'])('what is no plan fails: %s', (text) => {
  expect(() => readPlan(text)).toThrow('The plan that the tool saved');
});
