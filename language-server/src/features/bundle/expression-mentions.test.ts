import { expect, it } from 'vitest';
import { bundleOf } from './bundle.testkit.ts';
import { expressionMentions } from './expression-mentions.ts';
import { keyOf } from './target.ts';

const text = `name: store
params:
  properties:
    size: { type: string }
steps:
  - path: src
    provisioner: opentofu
    config:
      size: .params.size
      values:
        - { deep: .params.size }
        - '@text "\\(.connections.net.id) of \\(.secrets.TOKEN)"'
      plain: params.size
      folder: ./params.size/x
      number: 1
`;

it('finds what the settings of a step read, at every depth', () => {
  const document = bundleOf(text);
  const found = expressionMentions(document).map(({ target, range }) => {
    const word = text.split('\n')[range.start.line]?.slice(range.start.character, range.end.character);
    return `${range.start.line} ${word ?? ''} ${keyOf(target)}`;
  });
  expect(found).toEqual([
    '8 size ["param","size"]',
    '10 size ["param","size"]',
    '11 net ["slot","net"]',
    '11 id ["payload","net","id"]',
    '11 TOKEN ["secret","TOKEN"]',
  ]);
});

it('ends at settings without end', () => {
  const deep = `${'[{a: '.repeat(40)}.params.size${'}]'.repeat(40)}`;
  expect(expressionMentions(bundleOf(`name: store\nsteps:\n  - { path: src, config: { x: ${deep} } }\n`))).toEqual([]);
});
