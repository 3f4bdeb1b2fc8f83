import { expect, test } from 'vitest';
import { semanticTokens, semanticTokensLegend } from './semantic-tokens.ts';
import { manifestOf } from '../model/testing/in-memory.ts';

test('names have their meaning, in the order of the file', () => {
  const text =
    'components:\n  db:\n    bundle: database\n    connections: { vpc: net.vpc }\nenvironments:\n  staging: {}\n';
  const { data } = semanticTokens(manifestOf(text));
  const lines = text.split('\n');
  const read: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down, right, length, type, modifiers] = data.slice(at, at + 5) as [number, number, number, number, number];
    character = down === 0 ? character + right : right;
    line += down;
    const word = lines[line]!.slice(character, character + length);
    read.push(`${word} ${semanticTokensLegend.tokenTypes[type]}${modifiers ? ' declaration' : ''}`);
  }
  expect(read).toEqual([
    'db class declaration',
    'database type',
    'vpc property',
    'net.vpc variable',
    'staging namespace declaration',
  ]);
});
