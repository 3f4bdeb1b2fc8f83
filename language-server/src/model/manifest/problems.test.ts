import { describe, expect, test } from 'vitest';
import { parseManifest } from './parse.ts';

/** Each problem as the text it underlines, its code and its message. */
function problemsIn(text: string): string[] {
  const manifest = parseManifest('file:///infra.yaml', 1, text);
  const lines = text.split(/\r\n|\n|\r/);
  return manifest.problems().map(({ range: { start, end }, code, message }) => {
    const marked =
      start.line === end.line
        ? lines[start.line]?.slice(start.character, end.character)
        : lines[start.line]?.slice(start.character);
    return `[${marked}] ${code}: ${message}`;
  });
}

const cases: readonly [string, string, readonly string[]][] = [
  ['nothing wrong in an empty file', '', []],
  ['nothing wrong in empty sections', 'project:\ncomponents:\nresources:\nenvironments:\n', []],
  [
    'an unknown section',
    'component: {}\n',
    ['[component] unknown-key: A manifest has no `component`. Did you mean `components`?'],
  ],
  ['anchors and extensions under any key', 'x-notes: [1]\nbase: &base { size: 1 }\n', []],
  [
    'an unknown key of a component',
    'components:\n  a:\n    bundle: x\n    connexions: {}\n',
    ['[connexions] unknown-key: Component `a` has no `connexions`. Did you mean `connections`?'],
  ],
  [
    'a key like nothing known',
    'environments:\n  staging: { zzz: 1 }\n',
    ['[zzz] unknown-key: Environment `staging` has no `zzz`. It can have `protected`, `defaults`, `components`.'],
  ],
  [
    'a list for a mapping',
    'components:\n  - bundle: x\n',
    ['[- bundle: x] wrong-kind: `components` is a mapping, such as `NAME: { … }`, but here stands a list.'],
  ],
  [
    'text for params',
    'components:\n  a: { bundle: x, params: three }\n',
    ['[three] wrong-kind: `params` is a mapping, such as `size: 3`, but here stands text.'],
  ],
  [
    'a mapping for a bundle',
    'components:\n  a: { bundle: { name: x } }\n',
    ['[{ name: x }] wrong-kind: `bundle` is one piece of text, such as `aws-vpc@~1`, but here stands a mapping.'],
  ],
  [
    'text for protected, which then protects',
    'environments:\n  a: { protected: yes }\n',
    [
      '[yes] wrong-kind: `protected` is `true` or `false`, but here stands text. Until that is clear, the environment is protected.',
    ],
  ],
  [
    'bad names',
    'components:\n  MyApp: { bundle: x }\n',
    [
      '[MyApp] bad-name: `MyApp` cannot name a component: a name begins with a small letter and has small letters, digits and `-`, at most 40 in all. `my-app` would do.',
    ],
  ],
  [
    'a bundle with an organisation',
    'components:\n  a: { bundle: massdriver/aws-vpc@~1 }\n',
    ['[massdriver/aws-vpc@~1] bad-bundle-reference: A bundle is named without its organisation: `aws-vpc@~1`.'],
  ],
  [
    'a bad version',
    'components:\n  a: { bundle: aws-vpc@newest }\n',
    [
      '[aws-vpc@newest] bad-bundle-reference: `@newest` is not a version. Write `@1.2.3`, `@~1` (any 1.x), `@~1.2` (any 1.2.x) or `@latest`.',
    ],
  ],
  [
    'a bad connection target',
    'components:\n  a: { bundle: x, connections: { vpc: a.b.c } }\n',
    [
      '[a.b.c] bad-connection: `a.b.c` says nothing that `vpc` can be connected to. Write `COMPONENT.RESOURCE`, such as `network.vpc`, or the name of an imported resource.',
    ],
  ],
  [
    'a secret of an unknown kind',
    'components:\n  a: { bundle: x, secrets: { KEY: { value: hush } } }\n',
    ['[value] unknown-key: The secret `KEY` has no `value`. It can have `env`, `file`, `store`.'],
  ],
  [
    'a secret of two kinds',
    'components:\n  a: { bundle: x, secrets: { KEY: { env: A, file: B } } }\n',
    ['[{ env: A, file: B }] bad-reference: The secret `KEY` takes exactly one of `env`, `file` and `store`.'],
  ],
  [
    'an imported resource that lacks everything',
    'resources:\n  dns: {}\n',
    [
      '[dns] missing-from: Imported resource `dns` needs a `from` that says where it comes from, such as `from: { file: ./dns.json }`.',
      '[dns] missing-type: Imported resource `dns` needs a `type`, such as `type: aws-route53-zone`.',
    ],
  ],
  [
    'a name that occurs twice',
    'components:\n  a: { bundle: x }\n  a: { bundle: y }\n',
    ['[a] duplicate-name: There is another component `a` above; this one is not used. Rename or remove one of them.'],
  ],
  [
    'a component and a resource of one name',
    'components:\n  a: { bundle: x }\nresources:\n  a: { type: t, from: { env: A } }\n',
    ['[a] name-taken: `a` is a component already, so a connection could mean either. Rename one of them.'],
  ],
  [
    'a section that occurs twice',
    'components:\n  a: { bundle: x }\nproject: p\ncomponents:\n  b: { bundle: x }\n',
    ['[components] duplicate-key: `components` stands in this file twice. Put everything under one of them.'],
  ],
  [
    'a key that occurs twice',
    'components:\n  a: { bundle: x, bundle: y }\n',
    ['[bundle] duplicate-key: `bundle` stands here twice. Remove one of them.'],
  ],
  [
    'a merge conflict, both sides of which are read',
    'components:\n<<<<<<< ours\n  a: { bundle: x }\n=======\n  b: { bundle: x }\n>>>>>>> theirs\n',
    ['<<<<<<< ours', '=======', '>>>>>>> theirs'].map(
      (line) =>
        `[${line}] merge-conflict: This line was left by a merge that met a conflict. Keep the lines you want from both sides and delete the markers.`,
    ),
  ],
  [
    'a second document',
    'project: a\n---\nproject: b\n',
    [
      '[project: b] many-documents: A manifest is one document, so what follows the `---` or `...` above is not read. Move it to a file of its own.',
    ],
  ],
  ['a document that ends', '---\nproject: a\n...\n', []],
  [
    'half-typed text',
    'components:\n  net\n',
    ['[net] wrong-kind: Here a name and a `:` should stand, such as `network:`.'],
  ],
  ['tabs', 'components:\n  a:\n\tbundle: x\n', ['[\t] yaml-syntax: A tab cannot indent in YAML. Use spaces.']],
  [
    'entries that do not line up',
    'components:\n    a: { bundle: x }\n  b: { bundle: x }\n',
    ['[b] yaml-syntax: This entry stands further left than the one before it. Entries of one section line up.'],
  ],
  ['a quote that is not closed', 'project: "shop\n', ['["shop] yaml-syntax: This text has no closing `"`.']],
  [
    'a brace that is not closed',
    'components:\n  a: { bundle: x\n',
    ['[{ bundle: x] yaml-syntax: The closing `}` is missing, or what stands before it is not indented enough.'],
  ],
  [
    'a bracket that is not closed in a brace',
    'components:\n  a: { b: [1 }\n',
    ['[[1 }] yaml-syntax: The closing `]` is missing, or what stands before it is not indented enough.'],
  ],
  [
    'the first key, half typed',
    'components:\n  a:\n    tit\n    bundle: x\n',
    ['[tit] yaml-syntax: A `:` is missing after `tit`.'],
  ],
  [
    'the last key, half typed',
    'components:\n  a:\n    bundle: x\n    tit # soon\n',
    ['[tit] yaml-syntax: A `:` is missing after `tit`.'],
  ],
  [
    'a name without its colon',
    'components:\r\n  a\r\n    bundle: x\r\n    params: {}\r\n',
    ['[a] yaml-syntax: A `:` is missing after `a`.'],
  ],
  [
    'a colon without its space',
    'components:\n  a:\n    bundle:x\n    params: {}\n',
    ['[bundle:] yaml-syntax: A space is missing after `bundle:`.'],
  ],
  [
    'the only key, half typed',
    'components:\n  a:\n    bundle: x\n    connections:\n      vp\n',
    ['[vp] wrong-kind: A `:` is missing after `vp`.'],
  ],
  [
    'the only key without the space behind its colon',
    'components:\n  a:\n    bundle: x\n    connections:\n      vpc:net.vpc\n',
    ['[vpc:] wrong-kind: A space is missing after `vpc:`.'],
  ],
  [
    'a key further right than the one it belongs with',
    'components:\n  a:\n    bundle: x\n      params: {}\n',
    [
      '[params] yaml-syntax: `params` stands further right than `bundle`, which has its value already. Line the two up.',
    ],
  ],
  [
    'two keys on one line',
    'components:\n  a:\n    bundle: x: y\n',
    [
      '[x] yaml-syntax: There are two `key:` on one line. Put the second one on a line of its own, indented further, or quote the text.',
    ],
  ],
];

describe('problems', () => {
  test.each(cases)('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });

  test('a literal secret is never repeated', () => {
    const manifest = parseManifest(
      'file:///infra.yaml',
      1,
      'components:\n  a: { bundle: x, secrets: { KEY: hush-hush } }\n',
    );
    expect(manifest.problems().map(({ code }) => code)).toEqual(['literal-secret']);
    expect(JSON.stringify([manifest.problems(), manifest.components.get('a')?.secrets])).not.toContain('hush-hush');
  });

  test('a key that is half typed takes nothing away from the others', () => {
    const text =
      'components:\n  a:\n    tit\n    bundle: x\n    params:\n      y\n      port: 1\n  b:\n    bundle: z\n';
    const { components } = parseManifest('file:///infra.yaml', 1, text);
    expect(components.get('a')?.bundle?.value?.name).toBe('x');
    expect(components.get('a')?.params?.value).toEqual({ y: null, port: 1 });
    expect([...components.keys()]).toEqual(['a', 'b']);
  });

  test('one that clashes points to the other', () => {
    const [problem] = parseManifest('file:///infra.yaml', 1, 'components:\n  a: {}\n  a: {}\n').problems();
    expect(problem?.related?.[0]?.location.range.start).toEqual({ line: 1, character: 2 });
  });
});
