import { expect, test } from 'vitest';
import { readDocument } from './source-document.ts';

test('the same text is read once while it is asked for again and again', () => {
  const document = readDocument('name: typed\n');
  expect(readDocument('name: typed\n')).toBe(document);
  expect(readDocument('name: other\n').value).toEqual({ name: 'other' });
  for (let n = 0; n < 4; n++) readDocument(`name: ${n}\n`);
  expect(readDocument('name: typed\n')).not.toBe(document);
  const large = `# ${'x'.repeat(200_000)}\n`;
  expect(readDocument(large)).not.toBe(readDocument(large));
});
