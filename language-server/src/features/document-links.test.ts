import { expect, test } from 'vitest';
import { documentLinks } from './document-links.ts';
import { manifestOf, registryWith, testRegistry, textIn } from '../model/testing/in-memory.ts';

const linked = (text: string, registry = testRegistry): unknown[] =>
  documentLinks(manifestOf(text), registry).map(({ range, target }) => [textIn(text, range), target]);

test.each([
  [
    'a bundle that names its source',
    'components:\n  a:\n    bundle: network@~1\n  b:\n    bundle: app\n',
    [['network@~1', 'https://example.com/network']],
  ],
  [
    'the bundle of an override',
    'components:\n  a: { bundle: app }\nenvironments:\n  s: { components: { a: { bundle: network } } }\n',
    [['network', 'https://example.com/network']],
  ],
  [
    'files',
    'components:\n  a: { bundle: app, secrets: { K: { file: "../my key#1" } } }\nresources:\n  r:\n    type: role\n    from:\n      file: ./r.json # here\n',
    [
      ['../my key#1', 'file:///my%20key%231'],
      ['./r.json', 'file:///project/r.json'],
    ],
  ],
  [
    'what is no file beside the manifest',
    'components:\n  a: { bundle: app, secrets: { K: { env: A }, L: { file: "C:/x" }, M: { file: //x/y }, N: { file: \ud800 } } }\n',
    [],
  ],
])('%s', (_, text, expected) => {
  expect(linked(text)).toEqual(expected);
});

test.each([
  ['github.com/example/app', 'https://github.com/example/app'],
  ['http://example.com', 'http://example.com'],
  ['command:workbench.action.quit', undefined],
  ['file:///etc/passwd', undefined],
  ['./here', undefined],
])('the source %s', (source, target) => {
  const registry = registryWith({ 'app/bundle.yaml': `name: app\nversion: 1.0.0\nsource_url: ${source}\n` });
  expect(linked('components:\n  b: { bundle: app }\n', registry)).toEqual(
    target === undefined ? [] : [['app', target]],
  );
});
