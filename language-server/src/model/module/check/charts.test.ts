import { describe, expect, it } from 'vitest';
import { moduleProblems, type Files } from './check.testkit.ts';

/** A chart that reads `.Values.image.tag` and `.Values.replicas`. */
const chart: Files = {
  'Chart.yaml': 'name: web-app\nversion: 1.0.0\n',
  'templates/all.yaml': 'image: {{ .Values.image.tag }}\nreplicas: {{ .Values.replicas }}\n',
};

/** What is said of a bundle with these params and a slot `network`. */
function problems(params: string, files: Files, rest = ''): string[] {
  const text = `name: web-app
params:
  properties:
    ${params.replaceAll('\n', '\n    ')}
dependencies:
  network: { resource_type: aws-vpc }
steps:
  - { path: chart, provisioner: helm }
${rest}`;
  return moduleProblems(text, { ...chart, ...files });
}

const unknown = (at: string, meant: string) =>
  `No template of the chart \`chart\` reads \`.Values.${at}\`, and \`values.yaml\` does not have it. Did you mean \`${meant}\`?`;
const unused = (at: string) =>
  `No template of the chart \`chart\` reads \`.Values.${at}\`, and \`values.yaml\` does not have it, so the param has no effect. Use it in a template, or remove it here.`;
const kinds = (at: string, there: string, here: string) =>
  `\`.Values.${at}\` of the chart \`chart\` is ${there} in \`values.yaml\` and ${here} here: templates that are made for the one fail with the other. Change one of the two.`;

describe('values.yaml', () => {
  it.each<[string, params: string, Files, string[]]>([
    ['read by a template', 'replicas: { type: integer }', {}, []],
    ['with a default', 'color: { type: string }', { 'values.yaml': 'color: red\nother: 1\n' }, []],
    [
      'read together with all others',
      'color: { type: string }',
      { 'templates/env.yaml': '{{ toYaml .Values | nindent 2 }}' },
      [],
    ],
    ['read in a note', 'color: { type: string }', { 'templates/NOTES.txt': '{{ $.Values.color }}' }, []],
    [
      'read nowhere',
      'color: { type: string }',
      { 'values.yaml': 'shape: round\n' },
      [`color hint unused-param ${unused('color')}`],
    ],
    [
      'read by a chart that is not here',
      'color: { type: string }',
      { 'Chart.yaml': 'dependencies:\n  - { name: common }' },
      [],
    ],
    [
      'of a chart below',
      'database: { type: object }',
      { 'Chart.yaml': 'dependencies:\n  - { name: postgresql, alias: database }' },
      [],
    ],
    ['of a chart in the folder', 'database: { type: object }', { 'charts/database/Chart.yaml': 'name: database' }, []],
    [
      'misspelled',
      'replics: { type: integer }',
      { 'values.yaml': 'replicas: 1\n' },
      [`replics warning chart-value-unknown chart/values.yaml:0 ${unknown('replics', 'replicas')}`],
    ],
    [
      'misspelled below',
      'image: { properties: { tga: { type: string } } }',
      { 'values.yaml': 'image:\n  tag: latest\n' },
      [`tga warning chart-value-unknown chart/values.yaml:1 ${unknown('image.tga', 'tag')}`],
    ],
    [
      'near another one that is set',
      'replica: { type: integer }\nreplicas: { type: integer }',
      { 'values.yaml': 'replicas: 1\n', 'templates/more.yaml': '{{ .Values.replica }}' },
      [],
    ],
    ['more than the defaults', 'image: { properties: { pull: {} } }', { 'values.yaml': 'image: { tag: a }' }, []],
    ['of an empty map', 'limits: { properties: { cpu: {} } }', { 'values.yaml': 'limits: {}' }, []],
    [
      'a text for a map',
      'image: { type: string }',
      { 'values.yaml': 'image: { tag: a }' },
      [`image warning chart-value-type chart/values.yaml:0 ${kinds('image', 'an object', 'a string')}`],
    ],
    [
      'a text for an empty map',
      'image: { type: string }',
      { 'values.yaml': 'image: {}' },
      [`image warning chart-value-type chart/values.yaml:0 ${kinds('image', 'an object', 'a string')}`],
    ],
    [
      'a map for a text',
      'image: { properties: { tag: { type: object } } }',
      { 'values.yaml': 'image:\n  tag: a\n' },
      [`tag warning chart-value-type chart/values.yaml:1 ${kinds('image.tag', 'a string', 'an object')}`],
    ],
    [
      'a map for a list',
      'hosts: { type: object }',
      { 'values.yaml': 'hosts: [a]' },
      [`hosts warning chart-value-type chart/values.yaml:0 ${kinds('hosts', 'a list', 'an object')}`],
    ],
    ['a map for an empty list', 'hosts: { type: object }', { 'values.yaml': 'hosts: []' }, []],
    ['a map for an empty text', 'hosts: { type: object }', { 'values.yaml': "hosts: ''" }, []],
    ['a map for nothing', 'hosts: { type: object }', { 'values.yaml': 'hosts:' }, []],
    ['a number for a text', 'replicas: { type: integer }', { 'values.yaml': "replicas: '1'" }, []],
    ['a text for a switch', 'on: { type: string }', { 'values.yaml': 'on: true' }, []],
    [
      'the resource of a slot for a text',
      'replicas: { type: integer }',
      { 'values.yaml': 'network: vpc-1' },
      [`network warning chart-value-type chart/values.yaml:0 ${kinds('network', 'a string', 'an object')}`],
    ],
    [
      'a slot that is misspelled',
      'replicas: { type: integer }',
      { 'values.yaml': 'netwrk: {}' },
      [`network warning chart-value-unknown chart/values.yaml:0 ${unknown('network', 'netwrk')}`],
    ],
    ['while it does not parse', 'replics: { type: integer }', { 'values.yaml': 'replicas: {' }, []],
  ])('%s', (_, params, files, expected) => expect(problems(params, files)).toEqual(expected));

  it('knows that other steps and expressions read params, too', () => {
    const values = { 'values.yaml': 'colour: red\nreplicas: 1\n' };
    expect(problems('color: { type: string }', values)).toHaveLength(1);
    expect(problems('shape: { type: string }', values)).toHaveLength(1);
    expect(problems('shape: { type: string }', values, 'app: { envs: { SHAPE: .params.shape } }\n')).toEqual([]);
    expect(problems('shape: { type: string }', values, '  - { path: src, provisioner: script }\n')).toHaveLength(0);
  });

  it('says nothing of a chart that comes from elsewhere', () => {
    const text = `name: web-app
params: { properties: { replics: { type: integer } } }
steps:
  - { path: chart, provisioner: helm, config: { chart: { repo: '@text "https://charts.example.com"', name: '@text "a"' } } }
`;
    expect(moduleProblems(text, { 'values.yaml': 'replicas: 1' })).toEqual([]);
  });
});

describe('what the bundle gives under its own names', () => {
  const params = 'image: { properties: { tag: { type: string } } }';
  const templates = { 'templates/all.yaml': '{{ .Values.params.image.tag }}' };
  it.each<[string, params: string, Files, string[]]>([
    ['read', params, templates, []],
    ['read nowhere', `${params}\ncolor: {}`, templates, [`color hint unused-param ${unused('params.color')}`]],
    ['misspelled in the defaults', params, { ...templates, 'values.yaml': 'params:\n  imgae: {}\n' }, []],
    [
      'misspelled in the defaults and read nowhere',
      `${params}\ncolor: {}`,
      { ...templates, 'values.yaml': 'params:\n  colour: red\n  image: {}\n' },
      [`color warning chart-value-unknown chart/values.yaml:1 ${unknown('params.color', 'colour')}`],
    ],
    [
      'a text for a map',
      'image: { type: string }',
      { ...templates, 'values.yaml': 'params:\n  image: { tag: a }\n' },
      [`image warning chart-value-type chart/values.yaml:1 ${kinds('params.image', 'an object', 'a string')}`],
    ],
  ])('%s', (_, given, files, expected) => expect(problems(given, files)).toEqual(expected));
});

describe('templates', () => {
  it.each<[string, params: string, template: string, string[]]>([
    ['a value that has no default', 'image: { properties: { tag: {} } }', '{{ .Values.image.tag }}', []],
    [
      'a misspelled part of a param',
      'image: { properties: { repository: {} } }',
      '{{ .Values.image.repositroy }}',
      [
        'chart warning module-path chart/templates/all.yaml:0 The module `chart` reads `.Values.image.repositroy`, and there is no `repositroy`. Did you mean `repository`?',
      ],
    ],
    [
      'a misspelled param',
      'color: {}',
      '{{ .Values.colour }}',
      [
        `color hint unused-param ${unused('color')}`,
        'chart warning module-path chart/templates/all.yaml:0 The module `chart` reads `.Values.colour`, and there is no `colour`. Did you mean `color`?',
      ],
    ],
    ['values of other charts', 'globe: {}', '{{ .Values.global.a }}{{ .Values.globe }}', []],
  ])('%s', (_, params, template, expected) =>
    expect(problems(params, { 'templates/all.yaml': template })).toEqual(expected),
  );
});

describe('programs that make values', () => {
  const values = { 'values.yaml': 'image: { tag: a }\nreplicas: 1\n' };
  const program = (line: number, word: string, at: string, meant: string) =>
    `chart/${line < 0 ? 'params' : 'values'}.jq: ${word} warning chart-value-unknown chart/values.yaml:${Math.abs(line)} ${unknown(at, meant)}`;
  it.each<[string, Files, string[]]>([
    ['all right', { 'values.jq': '{image: {tag: .params.tag}, replicas: 2, extra: 3}' }, []],
    ['misspelled', { 'values.jq': '{imgae: {tag: .params.tag}}' }, [program(0, 'imgae', 'imgae', 'image')]],
    ['misspelled below', { 'values.jq': '{image: {tga: .params.tag}}' }, [program(0, 'tga', 'image.tga', 'tag')]],
    ['computed', { 'values.jq': '.params + {imgae: 1}' }, []],
    ['of the params', { 'params.jq': '{replics: .tag}' }, [program(-1, 'replics', 'replics', 'replicas')]],
    ['that adds to the params', { 'params.jq': '. += {a: .md_metadata.name_prefix} | del(.md_metadata)' }, []],
    ['of the connections', { 'connections.jq': '{vpc: .network.data.infrastructure.cidr}' }, []],
    [
      'with a misspelled param',
      { 'params.jq': '{image: {tag: .tga}}' },
      ['chart/params.jq: tga warning jq-path bundle.yaml:7 `.` has no `tga`. Did you mean `tag`?'],
    ],
    [
      'with a misspelled connection',
      { 'connections.jq': '{vpc: .netwrk}' },
      ['chart/connections.jq: netwrk warning jq-path bundle.yaml:7 `.` has no `netwrk`. Did you mean `network`?'],
    ],
  ])('%s', (_, files, expected) =>
    expect(problems('tag: { type: string }', { ...values, 'templates/t.yaml': '{{ .Values.tag }}', ...files })).toEqual(
      expected,
    ),
  );
});

describe('values.schema.json', () => {
  const schema = (text: string): Files => ({ 'values.schema.json': text });
  const stops = (at: string, here: string, there: string) =>
    `\`.Values.${at}\` is ${here} here, and \`values.schema.json\` of the chart \`chart\` takes ${there}: Helm stops. Change one of the two types.`;
  it.each<[string, params: string, Files, string[]]>([
    ['agrees', 'replicas: { type: integer }', schema('{"properties": {"replicas": {"type": "number"}}}'), []],
    [
      'takes another type',
      'replicas: { type: string }',
      schema('{"properties": {"replicas": {"type": "integer"}}}'),
      [`replicas warning chart-value-type chart/values.schema.json:0 ${stops('replicas', 'a string', 'a number')}`],
    ],
    [
      'takes another type below, by reference',
      'image: { properties: { tag: { type: integer } } }',
      schema(
        '{"definitions": {"image": {"type": "object", "properties": {"tag": {"type": "string"}}}},\n "properties": {"image": {"$ref": "#/definitions/image"}}}',
      ),
      [`tag warning chart-value-type chart/values.schema.json:1 ${stops('image.tag', 'a number', 'a string')}`],
    ],
    [
      'takes other values',
      'replicas: { enum: [1, 2, 3] }',
      schema('{"properties": {"replicas": {"enum": [1, 3]}}}'),
      [
        'replicas warning chart-value-type chart/values.schema.json:0 `values.schema.json` of the chart `chart` does not take `2` for `.Values.replicas`: Helm stops. Change one of the two lists of values.',
      ],
    ],
    [
      'allows nothing else',
      'replicas: { type: integer }\ntga: { type: string }',
      {
        ...schema('{"additionalProperties": false, "properties": {"replicas": {}, "tag": {}, "network": {}}}'),
        'templates/t.yaml': '{{ .Values.tga }}',
      },
      [
        'tga warning chart-value-unknown chart/values.schema.json:0 `values.schema.json` of the chart `chart` does not allow `.Values.tga`: Helm stops. Did you mean `tag`?',
      ],
    ],
    [
      'requires what nobody gives',
      'replicas: { type: integer, default: 1 }',
      schema('{"required": ["replicas", "color"], "properties": {"replicas": {}, "color": {}}}'),
      [
        'chart warning chart-value-missing chart/values.schema.json:0 `values.schema.json` of the chart `chart` requires `.Values.color`, and neither `values.yaml` nor the bundle gives it: Helm stops. Declare a param, or give it a default.',
      ],
    ],
    [
      'requires what may be left out',
      'replicas: { type: integer }',
      schema('{"required": ["replicas"], "properties": {"replicas": {}}}'),
      [
        'replicas warning chart-value-missing chart/values.schema.json:0 `replicas` may be left out, and then Helm stops: `values.schema.json` of the chart `chart` requires it. Make it required, or give it a default.',
      ],
    ],
    [
      'requires what has a default',
      'replicas: { type: integer }',
      { ...schema('{"required": ["replicas"], "properties": {"replicas": {}}}'), 'values.yaml': 'replicas: 1' },
      [],
    ],
    ['does not parse', 'replicas: { type: integer }', schema('{"required": ['), []],
  ])('%s', (_, params, files, expected) => expect(problems(params, files)).toEqual(expected));
});

it('never throws for a chart that is being typed', () => {
  const files: Files = {
    ...chart,
    'values.yaml': 'image: { tag: a }\nreplicas: 1\n__proto__: 2\nconstructor: 3\n',
    'values.schema.json': '{"properties": {"image": {"$ref": "#"}}, "required": ["image"]}',
    'params.jq': '{image: {tag: .constructor}}',
    'templates/all.yaml': '{{ .Values.image.tag }}{{ .Values.constructor.__proto__ }}',
  };
  for (const [path, text] of Object.entries(files))
    for (let length = 0; length <= text.length; length++)
      problems('image: { type: string }\nconstructor: { type: object }\ntoString: {}', {
        ...files,
        [path]: text.slice(0, length),
      });
});
