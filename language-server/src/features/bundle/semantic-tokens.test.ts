import { expect, test } from 'vitest';
import { semanticTokensLegend } from '../semantic-tokens.ts';
import { bundleOf } from './bundle.testkit.ts';
import { semanticTokensInBundle } from './semantic-tokens.ts';

const bundle = `name: store
params:
  required: [size]
  properties:
    size: { type: string }
    region: { $ref: region }
dependencies:
  net: { resource_type: network@~1 }
resources:
  out: { resource_type: network }
app:
  envs:
    SIZE: .params.size + .connections.net.id
    ODD: ".params.s\\u0069ze + .params.siz\\u0065"
  secrets: { TOKEN: {} }
`;

/** \`text type\`, with \`!\` for a declaration. */
function tokensOf(text: string, uri?: string): string[] {
  const { data } = semanticTokensInBundle(bundleOf(text, uri));
  const lines = text.split('\n');
  const tokens: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    character = down > 0 ? right : character + right;
    line += down;
    const word = lines[line]?.slice(character, character + length) ?? '';
    tokens.push(`${word} ${semanticTokensLegend.tokenTypes[type] ?? ''}${modifiers === 1 ? '!' : ''}`);
  }
  return tokens;
}

test('names of a bundle, one token for each place', () => {
  expect(tokensOf(bundle)).toEqual([
    'store class!',
    'size property',
    'size property!',
    'region property!',
    'region type',
    'net variable!',
    'network@~1 type',
    'out interface!',
    'network type',
    'size property',
    'net variable',
    'id property',
    '".params.s\\u0069ze + .params.siz\\u0065" property',
    'TOKEN variable!',
  ]);
});

test('names of a resource type', () => {
  const text = 'name: network\nschema:\n  required: [id]\n  properties:\n    id: { type: string }\n';
  expect(tokensOf(text, 'file:///registry/types/network.yaml')).toEqual([
    'network type!',
    'id property',
    'id property!',
  ]);
});
