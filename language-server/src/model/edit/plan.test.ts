import { describe, expect, test } from 'vitest';
import { parseIntent, type Intent } from '../../protocol.ts';
import { parseManifest } from '../manifest/parse.ts';
import { edited, plan, refusal, testUri } from './edit.testkit.ts';

type Case = readonly [title: string, before: string, intent: Intent, after: string];

const connectVpc: Intent = {
  kind: 'connect',
  from: { node: 'network', port: 'vpc' },
  to: { node: 'database', port: 'vpc' },
};
const network = 'components:\n  network:\n    bundle: aws-vpc@~1\n';

const cases: readonly Case[] = [
  [
    'adds to a file that is empty',
    '',
    { kind: 'addComponent', bundle: 'aws-vpc' },
    'components:\n  aws-vpc:\n    bundle: aws-vpc@~1\n',
  ],
  [
    'adds the section behind the project',
    'project: shop\nenvironments:\n    staging: {}\n',
    { kind: 'addComponent', bundle: 'aws-vpc', name: 'network' },
    'project: shop\ncomponents:\n  network:\n    bundle: aws-vpc@~1\nenvironments:\n    staging: {}\n',
  ],
  [
    'adds to a section with nothing in it, and keeps the comment behind it',
    'components: # what we run\nenvironments: {}\n',
    { kind: 'addComponent', bundle: 'draft' },
    'components: # what we run\n  draft:\n    bundle: draft\nenvironments: {}\n',
  ],
  [
    'adds to `{}`',
    'components: {}\n',
    { kind: 'addComponent', bundle: 'draft' },
    'components:\n  draft:\n    bundle: draft\n',
  ],
  [
    'adds in the indentation of the file, with the blank line that it has between components',
    'components:\n    a:\n       bundle: draft\n\n    b:\n       bundle: draft\n',
    { kind: 'addComponent', bundle: 'draft' },
    'components:\n    a:\n       bundle: draft\n\n    b:\n       bundle: draft\n\n    draft:\n       bundle: draft\n',
  ],
  [
    'adds as a flow map where the component before is one',
    'components:\n  a: {bundle: draft}\n',
    { kind: 'addComponent', bundle: 'draft', name: 'b' },
    'components:\n  a: {bundle: draft}\n  b: {bundle: draft}\n',
  ],
  [
    'adds as JSON to a file in JSON',
    '{"components": {"a": {"bundle": "draft"}}}',
    { kind: 'addComponent', bundle: 'draft', name: 'b' },
    '{"components": {"a": {"bundle": "draft"}, "b": {"bundle": "draft"}}}',
  ],
  [
    'adds behind the comments that speak of the last component, before those of what follows',
    'components:\n  a:\n    bundle: draft\n    # params: later\n# Where it runs\nenvironments: {}\n',
    { kind: 'addComponent', bundle: 'draft', name: 'b' },
    'components:\n  a:\n    bundle: draft\n    # params: later\n  b:\n    bundle: draft\n# Where it runs\nenvironments: {}\n',
  ],
  [
    'adds with CRLF and without a last line break, as the file has it',
    '\ufeffcomponents:\r\n  a:\r\n    bundle: draft',
    { kind: 'addComponent', bundle: 'draft', name: 'b' },
    '\ufeffcomponents:\r\n  a:\r\n    bundle: draft\r\n  b:\r\n    bundle: draft',
  ],
  [
    'adds the required params that have no default, from enum and preset',
    network,
    { kind: 'addComponent', bundle: 'local-postgres' },
    `${network}  postgres:\n    bundle: local-postgres@~2\n    params:\n      version: "15"\n      storage:\n        class: ssd\n`,
  ],
  [
    'keeps a range that was asked for',
    network,
    { kind: 'addComponent', bundle: 'aws-vpc@1.4.0' },
    `${network}  aws-vpc:\n    bundle: aws-vpc@1.4.0\n`,
  ],
  [
    'connects between bundle and params',
    `${network}  database:\n    params: { size: 1 }\n    bundle: local-postgres@~2 # pinned later\n    secrets: {}\n`,
    connectVpc,
    `${network}  database:\n    params: { size: 1 }\n    bundle: local-postgres@~2 # pinned later\n    connections:\n      vpc: network.vpc\n    secrets: {}\n`,
  ],
  [
    'connects inside a flow map',
    'components: { network: { bundle: aws-vpc@~1 }, database: { bundle: local-postgres@~2, params: {} } }\n',
    connectVpc,
    'components: { network: { bundle: aws-vpc@~1 }, database: { bundle: local-postgres@~2, connections: { vpc: network.vpc }, params: {} } }\n',
  ],
  [
    'replaces a connection in its quotes and keeps the comment behind it',
    `${network}  database:\n    bundle: local-postgres@~2\n    connections:\n      vpc: 'old.vpc' # main\n`,
    connectVpc,
    `${network}  database:\n    bundle: local-postgres@~2\n    connections:\n      vpc: 'network.vpc' # main\n`,
  ],
  [
    'connects an imported resource by its name alone',
    'components:\n  app:\n    bundle: k8s-app\nresources:\n  api:\n    type: http-service\n',
    { kind: 'connect', from: { node: 'api', port: 'api' }, to: { node: 'app', port: 'upstream' } },
    'components:\n  app:\n    bundle: k8s-app\n    connections:\n      upstream: api\nresources:\n  api:\n    type: http-service\n',
  ],
  [
    'disconnects with the comment above, and keeps the others',
    'components:\n  app:\n    bundle: k8s-app\n    connections:\n      # the old one\n      database: db.authentication # ours\n\n      # shared\n      vpc: network.vpc\n',
    { kind: 'disconnect', component: 'app', slot: 'database' },
    'components:\n  app:\n    bundle: k8s-app\n    connections:\n      # shared\n      vpc: network.vpc\n',
  ],
  [
    'keeps a comment that belongs to no connection',
    'components:\n  app:\n    connections:\n      # wired by hand\n\n      vpc: network.vpc\n    bundle: k8s-app\n',
    { kind: 'disconnect', component: 'app', slot: 'vpc' },
    'components:\n  app:\n    connections: {}\n      # wired by hand\n\n    bundle: k8s-app\n',
  ],
  [
    'disconnects the last entry of a flow map of several lines',
    'components:\n  app:\n    bundle: k8s-app\n    connections: {\n      database: db.authentication,\n      vpc: network.vpc\n    }\n',
    { kind: 'disconnect', component: 'app', slot: 'vpc' },
    'components:\n  app:\n    bundle: k8s-app\n    connections: {\n      database: db.authentication\n    }\n',
  ],
  [
    'renames a component wherever it is named',
    `${network}  app:\n    bundle: k8s-app\n    connections: { vpc: "network.vpc" }\nenvironments:\n  staging:\n    defaults: { aws-vpc: network.vpc }\n    components:\n      network: { params: {} }\n      app: { connections: { vpc: network.vpc } }\n`,
    { kind: 'rename', target: 'component', name: 'network', newName: 'net' },
    'components:\n  net:\n    bundle: aws-vpc@~1\n  app:\n    bundle: k8s-app\n    connections: { vpc: "net.vpc" }\nenvironments:\n  staging:\n    defaults: { aws-vpc: net.vpc }\n    components:\n      net: { params: {} }\n      app: { connections: { vpc: net.vpc } }\n',
  ],
  [
    'renames what is written with escapes, anchors and aliases, too',
    `${network}  app:\n    bundle: k8s-app\n    connections: { vpc: &net "n\\u0065twork.vpc", database: *net }\n  more:\n    bundle: k8s-app\n    connections:\n      vpc: *net\n      upstream: &net2 'network.vpc'\n`,
    { kind: 'rename', target: 'component', name: 'network', newName: 'net' },
    'components:\n  net:\n    bundle: aws-vpc@~1\n  app:\n    bundle: k8s-app\n    connections: { vpc: &net "net.vpc", database: *net }\n  more:\n    bundle: k8s-app\n    connections:\n      vpc: *net\n      upstream: &net2 \'net.vpc\'\n',
  ],
  [
    'quotes a name that YAML would read as something else',
    network,
    { kind: 'rename', target: 'component', name: 'network', newName: 'null' },
    'components:\n  "null":\n    bundle: aws-vpc@~1\n',
  ],
  [
    'renames an environment',
    'environments:\n  staging: # first\n    protected: true\n',
    { kind: 'rename', target: 'environment', name: 'staging', newName: 'test' },
    'environments:\n  test: # first\n    protected: true\n',
  ],
  [
    'removes a component with its comment and what refers to it, and leaves one gap',
    'components:\n  # ours\n\n  # the network\n  network:\n    bundle: aws-vpc@~1\n\n  app:\n    bundle: k8s-app\n    connections:\n      vpc: network.vpc\n    params: {}\nenvironments:\n  staging:\n    protected: true\n    defaults:\n      aws-vpc: network.vpc\n    components:\n      network: {}\n',
    { kind: 'remove', nodes: ['network'] },
    'components:\n  # ours\n\n  app:\n    bundle: k8s-app\n    params: {}\nenvironments:\n  staging:\n    protected: true\n',
  ],
  [
    'removes the last entries of a file that does not end its last line',
    `${network}environments:\n  staging:\n    protected: true\n\n    defaults:\n      aws-vpc: network.vpc\n    components:\n      network: {}`,
    { kind: 'remove', nodes: ['network'] },
    'components: {}\nenvironments:\n  staging:\n    protected: true',
  ],
  [
    'removes the last component and the last imported resource',
    `${network}resources:\n  dns:\n    type: http-service\n`,
    { kind: 'remove', nodes: ['network', 'dns', 'gone'] },
    'components: {}\n',
  ],
  [
    'sets a title in front of the bundle',
    network,
    { kind: 'setTitle', component: 'network', title: 'Net: work' },
    'components:\n  network:\n    title: "Net: work"\n    bundle: aws-vpc@~1\n',
  ],
  [
    'takes an empty title away',
    'components:\n  network:\n    title: Network\n    bundle: aws-vpc@~1\n',
    { kind: 'setTitle', component: 'network', title: ' ' },
    network,
  ],
  [
    'keeps the comments around a value on a line of its own',
    'components:\n  network:\n    bundle: # which\n      # not the newest\n      aws-vpc@~1 # yet\n',
    { kind: 'pin', component: 'network', range: '1.4.0' },
    'components:\n  network:\n    bundle: # which\n      # not the newest\n      aws-vpc@1.4.0 # yet\n',
  ],
  [
    'keeps the comments around an empty map on a line of its own',
    'components:\n  network:\n    bundle: aws-vpc@~1\n    params: # how\n      # nothing\n      {} # yet\n',
    { kind: 'setParam', component: 'network', path: ['cidr'], value: '10.0.0.0/8' },
    'components:\n  network:\n    bundle: aws-vpc@~1\n    params: # how\n      # nothing\n      # yet\n      cidr: 10.0.0.0/8\n',
  ],
  [
    'begins a manifest in front of the end of its document',
    '---\n# to be written\n... # the end\n',
    { kind: 'addComponent', bundle: 'draft' },
    '---\n# to be written\ncomponents:\n  draft:\n    bundle: draft\n... # the end\n',
  ],
  [
    'leaves documents alone that are not read',
    'project: shop\n---\ncomponents:\n  a:\n    bundle: draft\n',
    { kind: 'addComponent', bundle: 'draft' },
    'project: shop\ncomponents:\n  draft:\n    bundle: draft\n---\ncomponents:\n  a:\n    bundle: draft\n',
  ],
  [
    'begins a manifest in front of documents that are not read',
    '---\n---\ncomponents:\n  a:\n    bundle: draft\n',
    { kind: 'addComponent', bundle: 'draft' },
    '---\ncomponents:\n  draft:\n    bundle: draft\n---\ncomponents:\n  a:\n    bundle: draft\n',
  ],
  [
    'writes a map in the place of an empty one on a line of its own',
    'components:\n  network:\n    bundle: aws-vpc@~1\n    params:\n      {}\n',
    { kind: 'setParam', component: 'network', path: ['cidr'], value: '10.0.0.0/8' },
    'components:\n  network:\n    bundle: aws-vpc@~1\n    params:\n      cidr: 10.0.0.0/8\n',
  ],
  [
    'quotes the booleans of YAML 1.1',
    network,
    { kind: 'setParam', component: 'network', path: ['mode'], value: 'on' },
    `${network}    params:\n      mode: "on"\n`,
  ],
  [
    'quotes text of several lines in front of a comment that a block would swallow',
    'components:\n  network:\n    title: Net\n      # of ours\n    bundle: aws-vpc@~1\n',
    { kind: 'setTitle', component: 'network', title: 'one\ntwo' },
    'components:\n  network:\n    title: "one\\ntwo"\n      # of ours\n    bundle: aws-vpc@~1\n',
  ],
  [
    'writes text of several lines as a block',
    network,
    { kind: 'setParam', component: 'network', path: ['script'], value: 'one\n\n  two\n' },
    `${network}    params:\n      script: |\n        one\n\n          two\n`,
  ],
  [
    'replaces a block by a value, and keeps what stands around it',
    `${network}    params:\n      script: | # shell\n        one\n        two\n      # next\n      size: 1\n`,
    { kind: 'setParam', component: 'network', path: ['script'], value: 'true' },
    `${network}    params:\n      script: "true"\n      # next\n      size: 1\n`,
  ],
  [
    'changes in a list only the item that differs',
    `${network}    params:\n      ports: # open\n        - 80 # http\n        - 443 # https\n        - 8080\n`,
    { kind: 'setParam', component: 'network', path: ['ports'], value: [80, 444, 8080, 9090] },
    `${network}    params:\n      ports: # open\n        - 80 # http\n        - 444 # https\n        - 8080\n        - 9090\n`,
  ],
  [
    'changes in a map only the keys that differ',
    `${network}    params:\n      size: { cpu: 1, memory: 2, disk: 3 }\n`,
    { kind: 'setParam', component: 'network', path: ['size'], value: { cpu: 1, disk: 4, gpu: true } },
    `${network}    params:\n      size: { cpu: 1, disk: 4, gpu: true }\n`,
  ],
  [
    'takes the last param away with its key',
    `${network}    params:\n      cidr: 10.0.0.0/16\n`,
    { kind: 'setParam', component: 'network', path: ['cidr'] },
    network,
  ],
  [
    'writes null, which is a value',
    network,
    { kind: 'setParam', component: 'network', path: ['cidr'], value: null },
    `${network}    params:\n      cidr: null\n`,
  ],
  [
    'sets a param in one environment, creating what is missing',
    `${network}environments:\n  staging:\n  production:\n    protected: true\n`,
    { kind: 'setEnvironmentParam', environment: 'production', component: 'network', path: ['zones', 0], value: 'b' },
    `${network}environments:\n  staging:\n  production:\n    protected: true\n    components:\n      network:\n        params:\n          zones:\n            - b\n`,
  ],
  [
    'takes an override away with everything it leaves empty',
    `${network}environments:\n  staging:\n    protected: false\n    components:\n      network:\n        params:\n          zones: { first: b }\n`,
    { kind: 'setEnvironmentParam', environment: 'staging', component: 'network', path: ['zones', 'first'] },
    `${network}environments:\n  staging:\n    protected: false\n`,
  ],
  [
    'pins a version',
    `${network}    title: Net\n`,
    { kind: 'pin', component: 'network', range: '1.4.0' },
    'components:\n  network:\n    bundle: aws-vpc@1.4.0\n    title: Net\n',
  ],
  [
    'says where a secret comes from, behind the params',
    `${network}    params: { a: 1 }\n`,
    { kind: 'setSecret', component: 'network', secret: 'API_KEY', variable: 'API_KEY' },
    `${network}    params: { a: 1 }\n    secrets:\n      API_KEY:\n        env: API_KEY\n`,
  ],
  [
    'pins a version in one environment, in front of the params',
    `${network}environments:\n  staging:\n    components:\n      network: { params: { a: 1 } }\n`,
    { kind: 'pin', component: 'network', range: '1.4.0', environment: 'staging' },
    `${network}environments:\n  staging:\n    components:\n      network: { bundle: aws-vpc@1.4.0, params: { a: 1 } }\n`,
  ],
];

describe('planEdit', () => {
  test.each(cases)('%s', (_, before, intent, after) => {
    expect(edited(before, intent)).toBe(after);
  });

  test('says what to select afterwards', () => {
    expect(plan(network, { kind: 'addComponent', bundle: 'k8s-app' })).toMatchObject({
      select: { kind: 'node', id: 'k8s-app' },
    });
    const text = `${network}  database:\n    bundle: local-postgres\n`;
    expect(plan(text, connectVpc)).toMatchObject({ select: { kind: 'edge', id: 'database.vpc' } });
  });

  test('edits nothing when the text says it already', () => {
    expect(plan(network, { kind: 'pin', component: 'network', range: '~1' })).toMatchObject({
      kind: 'edit',
      edits: [],
    });
  });
});

const wired = `components:
  network:
    bundle: aws-vpc
  database:
    bundle: local-postgres
    connections: { vpc: network.vpc }
  app:
    bundle: k8s-app
    connections: { database: database.authentication, upstream: other.service }
  other:
    bundle: k8s-app
  broken:
    bundle: nowhere
environments:
  staging:
    components:
      network: {}
      old: {}
`;
const connect = (from: string, to: string): Intent => {
  const [fromNode = '', fromPort = ''] = from.split('.');
  const [node = '', port = ''] = to.split('.');
  return { kind: 'connect', from: { node: fromNode, port: fromPort }, to: { node, port } };
};

const refusals: readonly (readonly [Intent, string])[] = [
  [connect('app.service', 'app.upstream'), '`app` cannot be connected to itself. `other.service` would fit.'],
  [
    connect('network.vpc', 'app.database'),
    '`database` takes a postgresql-authentication, and `network.vpc` is an aws-vpc. `database.authentication` would fit.',
  ],
  [
    connect('app.service', 'other.upstream'),
    '`app` already depends on `other` (`app` → `other`), so this would close a circle, and nothing in it could be deployed first. Nothing here fits yet: add `k8s-app` first.',
  ],
  [connect('network.vpc', 'app.databas'), '`app` has no slot `databas`. Did you mean `database`?'],
  [
    connect('network.vpcs', 'app.vpc'),
    '`network` has no resource `vpcs`. Did you mean `vpc`? `network.vpc` would fit.',
  ],
  [
    connect('network.vpc', 'broken.vpc'),
    'The bundle `nowhere` of `broken` was not found, so its slots and resources are not known.',
  ],
  [{ kind: 'disconnect', component: 'other', slot: 'vpc' }, 'Nothing is connected to `vpc` of `other`.'],
  [
    { kind: 'rename', target: 'component', name: 'app', newName: 'other' },
    '`other` is taken already. Choose another name.',
  ],
  [
    { kind: 'rename', target: 'component', name: 'network', newName: 'old' },
    'The environment `staging` has an override for `old` already, beside that for `network`. Choose another name, or take one of the two away first.',
  ],
  [{ kind: 'addComponent', bundle: 'aws-vcp' }, 'There is no bundle `aws-vcp`. Did you mean `aws-vpc`?'],
  [{ kind: 'addComponent', bundle: 'aws-vpc@~9' }, 'No version of `aws-vpc` is in `~9`. There are: 1.4.0.'],
  [{ kind: 'pin', component: 'network', range: '~9' }, 'No version of `aws-vpc` is in `~9`. There are: 1.4.0.'],
  [{ kind: 'setParam', component: 'network', path: ['ports', 3], value: 1 }, 'There is no item 3 in `params.ports`.'],
];

describe('a refusal says what to do', () => {
  test.each(refusals)('%j', (intent, reason) => {
    expect(refusal(wired, intent)).toBe(reason);
  });

  test('while the text does not parse', () => {
    expect(refusal('components:\n  a: [\n', { kind: 'addComponent', bundle: 'draft' })).toContain('does not parse');
  });
});

describe('values that stand in two places', () => {
  const shared = `x-base: &base\n  bundle: k8s-app\n  connections: { vpc: network.vpc }\ncomponents:\n  network:\n    bundle: aws-vpc\n    params: &params { cidr: a }\n  copy:\n    bundle: aws-vpc\n    params: *params\n  app:\n    <<: *base\n    title: App\n`;
  const setCidr = (component: string): Intent => ({ kind: 'setParam', component, path: ['cidr'], value: 'b' });

  test.each<[Intent]>([
    [setCidr('network')],
    [setCidr('copy')],
    [{ kind: 'disconnect', component: 'app', slot: 'vpc' }],
    [{ kind: 'remove', nodes: ['network'] }],
    [connect('network.vpc', 'app.vpc')],
    [{ kind: 'rename', target: 'component', name: 'network', newName: 'net' }],
  ])('are left to the text: %j', (intent) => {
    expect(refusal(shared, intent)).toMatch(/YAML (alias|anchor)/);
  });

  test('do not keep other values from being changed', () => {
    expect(edited(shared, { kind: 'setTitle', component: 'app', title: 'New' })).toBe(shared.replace('App', 'New'));
  });
});

describe('a forged intent', () => {
  const hostile = [
    'a\n  evil: { bundle: draft }',
    'a: b',
    'a # b',
    '-a',
    '&a',
    '*a',
    '{a}',
    '',
    '../a',
    'a b',
    '"',
    '$(rm)',
    '\u0000',
    '__proto__',
  ];

  test.each(hostile)('cannot name anything %j', (text) => {
    expect(plan(network, { kind: 'addComponent', bundle: text })).toMatchObject({ kind: 'refused' });
    expect(plan(network, { kind: 'addComponent', bundle: 'draft', name: text })).toMatchObject({ kind: 'refused' });
    expect(plan(network, { kind: 'pin', component: 'network', range: text })).toMatchObject({ kind: 'refused' });
    expect(plan(network, { kind: 'rename', target: 'component', name: 'network', newName: text })).toMatchObject({
      kind: 'refused',
    });
    expect(
      plan(wired, { kind: 'connect', from: { node: 'network', port: text }, to: { node: 'app', port: 'vpc' } }),
    ).toMatchObject({ kind: 'refused' });
    expect(
      plan(wired, { kind: 'connect', from: { node: 'network', port: 'vpc' }, to: { node: 'app', port: text } }),
    ).toMatchObject({ kind: 'refused' });
    expect(plan(wired, { kind: 'disconnect', component: 'app', slot: text })).toMatchObject({ kind: 'refused' });
  });

  test.each(hostile)('writes %j as data and no more', (text) => {
    const after = edited(network, { kind: 'setParam', component: 'network', path: [text], value: text });
    const manifest = parseManifest(testUri, 1, after);
    expect([...manifest.components.keys()]).toEqual(['network']);
    const params = manifest.components.get('network')?.params?.value;
    expect(Object.entries(params ?? {})).toEqual([[text, text]]);
  });

  test('with a value that is no data is refused', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    for (const value of [cyclic, Number.NaN, () => 1, { a: undefined }]) {
      expect(plan(network, { kind: 'setParam', component: 'network', path: ['a'], value })).toMatchObject({
        kind: 'refused',
      });
    }
  });

  test('is read from JSON with or without a value', () => {
    expect(parseIntent({ kind: 'setParam', component: 'a', path: ['b'] })).toEqual({
      kind: 'setParam',
      component: 'a',
      path: ['b'],
    });
  });
});
