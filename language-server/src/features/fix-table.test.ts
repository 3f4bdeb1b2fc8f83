import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createManifestChecker } from '../model/check/checker.ts';
import { allProblems } from '../model/check/problems.ts';
import type { DeployedInstance, Deployments } from '../model/deployment/deployments.ts';
import type { ModuleFiles } from '../model/module/module.ts';
import { createRegistry } from '../model/registry/create.ts';
import { manifestOf, testRegistry } from '../model/testing/in-memory.ts';
import { bundleCodeActions } from './bundle/code-actions.ts';
import { bundleOf, bundleRegistry, bundleUri } from './bundle/bundle.testkit.ts';
import { codeActions, type FixedAction } from './code-actions.ts';
import { fileProblems } from './file-problems.ts';

const head = 'name: store\nversion: 1.0.0\n';
const params = (lines: string): string => `${head}params:\n  properties:\n${lines}`;
const helm = 'steps:\n  - path: src\n    provisioner: helm\n';
const tofu = 'steps:\n  - path: src\n    provisioner: opentofu\n';

/** A manifest in which the code occurs, and the beginning of what is offered. */
const inManifests: { readonly [code: string]: readonly [text: string, title: string] } = {
  'bad-bundle-reference': ['components: { a: { bundle: massdriver/network@~1 } }\n', 'Change to'],
  'bad-connection': [
    'components:\n  net: { bundle: network }\n  d: { bundle: database, connections: { vpc: net.vpc.id } }\n',
    'Change to',
  ],
  'bad-name': ['components:\n  MyApp: { bundle: app }\n', 'Change to'],
  'connection-cycle': [
    'components:\n  a: { bundle: loop, connections: { in: b.out } }\n  b: { bundle: loop, connections: { in: a.out } }\n',
    'Disconnect',
  ],
  'deprecated-param': ['components:\n  net: { bundle: network, params: { cidr: "1", old: x } }\n', 'Remove'],
  'duplicate-key': ['components:\n  a:\n    bundle: app\n    bundle: app\n', 'Remove the second'],
  'duplicate-name': ['components:\n  a: { bundle: app }\n  a: { bundle: loop }\n', 'Rename to'],
  'invalid-param': ['components:\n  net: { bundle: network, params: { cidr: "1", size: lrge } }\n', 'Change to'],
  'literal-secret': ['components:\n  a: { bundle: app, secrets: { STRIPE_KEY: hush } }\n', 'Change to'],
  'missing-bundle': ['components:\n  a: { params: { cidr: "1" } }\n', 'Add'],
  'missing-connection': ['components:\n  net: { bundle: network }\n  d: { bundle: database }\n', 'Connect'],
  'missing-from': ['resources:\n  a: { type: vpc }\n', 'Add'],
  'missing-param': ['components:\n  net: { bundle: network }\n', 'Add'],
  'missing-secret': ['components:\n  a: { bundle: app }\n', 'Add'],
  'missing-type': [
    'components:\n  d: { bundle: database, connections: { vpc: net } }\nresources:\n  net: { from: { env: A } }\n',
    'Add',
  ],
  'name-taken': ['components:\n  a: { bundle: loop }\nresources:\n  a: { type: vpc, from: { env: A } }\n', 'Rename to'],
  'unknown-anchor': ['x-base: &base {}\ncomponents:\n  net: { bundle: network, params: *bas }\n', 'Change to'],
  'unknown-bundle': ['components: { a: { bundle: netwrok } }\n', 'Change to'],
  'unknown-component': [
    'components:\n  net: { bundle: network }\n  d: { bundle: database, connections: { vpc: nett.vpc } }\n',
    'Change to',
  ],
  'unknown-key': ['components:\n  a: { bundel: app }\n', 'Change to'],
  'unknown-param': ['components:\n  net: { bundle: network, params: { cidr: "1", colour: red } }\n', 'Remove'],
  'unknown-resource': [
    'components:\n  net: { bundle: network }\n  d: { bundle: database, connections: { vpc: net.vcp } }\n',
    'Change to',
  ],
  'unknown-secret': ['components:\n  a: { bundle: app, secrets: { STRIPE_KEI: { env: A } } }\n', 'Change to'],
  'unknown-slot': ['components:\n  d: { bundle: database, connections: { vcp: a.b } }\n', 'Change to'],
  'unknown-type': ['resources:\n  a: { type: rle, from: { env: A } }\n', 'Change to'],
  'unknown-version': ['components: { a: { bundle: network@~9 } }\n', 'Change to'],
  'unused-resource': ['resources:\n  a: { type: role, from: { env: A } }\n', 'Remove'],
  'wrong-kind': ['environments:\n  a: { protected: yes }\n', 'Change to'],
  'wrong-type': [
    'components:\n  net: { bundle: network }\n  w: { bundle: app }\n  d: { bundle: database, connections: { vpc: w.web } }\n',
    'Change to',
  ],
  'yaml-syntax': ['components:\n  a:\n    bundle:app\n    title: A\n', 'Add the space'],
  'yaml-binary': ['project: sh\u0007op\n', 'Remove'],
};

/** The same for bundles, with the files of the module where the code is about them. */
const inBundles: {
  readonly [code: string]: readonly [text: string, title: string, files?: { readonly [path: string]: string }];
} = {
  'bundle-name': ['name: My Store\n', 'Change to'],
  'bundle-version': ['name: store\nversion: 1.0\n', 'Change to'],
  'choice-invalid': [params('    a: { type: string, enum: [1.10] }\n'), 'Put it'],
  'condition-never': [
    `${params('    on: { type: boolean }\n')}  if: { properties: { on: { const: "true" } } }\n`,
    'Change to',
  ],
  'condition-unknown-property': [
    `${params('    size: { type: string }\n')}  dependencies: { sise: [size] }\n`,
    'Change to',
  ],
  'default-invalid': [params('    a: { type: integer, default: "5" }\n'), 'Change to'],
  'dialects-mixed': [
    `${head}dependencies:\n  net: { resource_type: network }\nconnections:\n  properties:\n    db: { $ref: database }\n`,
    'Migrate',
  ],
  'duplicate-key': [params('    a: { type: string, type: string }\n'), 'Remove the second'],
  'env-name': [`${head}app:\n  envs:\n    MY-KEY: .params\n`, 'Change to'],
  'env-shape': [`${head}app:\n  envs:\n    PORT: 80\n`, 'Make it'],
  'jq-format': [`${head}app:\n  envs:\n    A: '.params | @test'\n`, 'Change to'],
  'jq-function': [`${head}app:\n  envs:\n    A: '.params | tostrin'\n`, 'Change to'],
  'jq-path': [`${params('    size: { type: string }\n')}app:\n  envs:\n    A: .params.sise\n`, 'Change to'],
  'jq-secret': [`${head}app:\n  secrets: { TOKEN: {} }\n  envs:\n    A: .secrets.TOKN\n`, 'Change to'],
  'jq-variable': [`${head}app:\n  envs:\n    A: '.params as $size | $sise'\n`, 'Change to'],
  'malformed-keyword': [params('    a: { type: strnig }\n'), 'Change to'],
  'md-nested': [params('    a: { $md: { sensitive: true } }\n'), 'Write'],
  'md-unknown': [params('    a: { $md.sensitiv: true }\n'), 'Change to'],
  'md-unknown-connection': [
    `${params('    a: { $md.enum: { connection: nett, options: . } }\n')}dependencies:\n  net: { resource_type: network }\n`,
    'Change to',
  ],
  'md-value': [params('    a: { $md.sensitive: "yes" }\n'), 'Change to'],
  'misplaced-dependencies': [
    `${params('    size: {}\n')}dependencies:\n  size:\n    oneOf:\n      - properties: { size: { const: a } }\n`,
    'Move it',
  ],
  'module-path': [
    `${params('    disk: { type: object, properties: { gigabytes: { type: integer } } }\n')}${tofu}`,
    'Change',
    { 'main.tf': 'variable "disk" {}\nlocals {\n  a = var.disk.gigabyte\n}\n' },
  ],
  'module-variable-attribute': [
    `${params('    image:\n      type: object\n      properties:\n        tga: { type: string }\n')}${tofu}`,
    'Rename to',
    { 'main.tf': 'variable "image" {\n  type = object({ tag = string })\n}\n' },
  ],
  'module-variable-optional': [
    `${params('    size: { type: string }\n')}${tofu}`,
    'Require',
    { 'main.tf': 'variable "size" {}\n' },
  ],
  'module-variable-undeclared': [
    `${params('    size: {}\n')}${tofu}`,
    'Declare',
    { 'main.tf': 'variable "size" { default = 1 }\noutput "a" { value = var.zone }\n' },
  ],
  'module-variable-unfilled': [
    `${params('    size: {}\n')}${tofu}`,
    'Declare',
    { 'main.tf': 'variable "size" { default = 1 }\nvariable "zone" {}\n' },
  ],
  'pattern-foreign': [params("    a: { pattern: '\\Aa\\z' }\n"), 'Write'],
  'preset-invalid': [
    `${head}params:\n  examples: [{ __name: A, size: smal }]\n  properties:\n    size: { enum: [small] }\n`,
    'Change to',
  ],
  'preset-unknown-param': [
    `${head}params:\n  examples: [{ __name: A, sise: 1 }]\n  properties:\n    size: {}\n`,
    'Change to',
  ],
  'preset-unnamed': [`${head}params:\n  examples: [{ size: 1 }]\n  properties:\n    size: {}\n`, 'Add'],
  'reference-not-found': [params('    a: { $ref: regoin }\n'), 'Change to'],
  'required-undeclared': [`${head}params:\n  required: [sise]\n  properties: { size: {} }\n`, 'Change to'],
  'resource-not-given': [
    `${head}resources:\n  network: { resource_type: network }\n${tofu}`,
    'Rename to',
    { 'main.tf': 'output "netwrok" { value = 1 }\n' },
  ],
  'resource-type-missing': [
    `${head}dependencies:\n  network: { title: A }\n  db: { resource_type: database }\n`,
    'Add',
  ],
  'resource-type-unknown': [`${head}dependencies:\n  net: { resource_type: netwrok }\n`, 'Change to'],
  'resource-type-version': [`${head}dependencies:\n  net: { resource_type: network@~7 }\n`, 'Accept'],
  'resource-unknown-field': [
    `${head}resources:\n  out: { resource_type: network }\n${tofu}`,
    'Change',
    { 'main.tf': '', 'resource_out.jq': '{ id: 1, rangs: [] }' },
  ],
  'secret-shape': [`${head}app:\n  secrets:\n    TOKEN: { requred: true }\n`, 'Change to'],
  'slot-shape': [`${head}dependencies:\n  net: { resource_type: network, requird: true }\n`, 'Change to'],
  'step-duplicate': [`${head}${tofu}  - path: ./src\n    provisioner: opentofu\n`, 'Remove'],
  'step-path': [`${head}steps:\n  - provisioner: helm\n`, 'Add'],
  'step-provisioner': [`${head}steps:\n  - path: src\n    provisioner: terafform\n`, 'Change to'],
  'step-shape': [`${head}steps:\n  - src\n`, 'Write'],
  'ui-order-duplicate': [`${params('    a: {}\n')}ui: { ui:order: [a, a] }\n`, 'Remove'],
  'ui-order-incomplete': [`${params('    a: {}\n    b: {}\n')}ui: { ui:order: [a] }\n`, 'Add'],
  'ui-order-shape': [`${params('    a: {}\n')}ui: { ui:order: a }\n`, 'Make it'],
  'ui-order-unknown': [`${params('    size: {}\n')}ui: { ui:order: [sise] }\n`, 'Change to'],
  'ui-unknown-field': [`${params('    size: {}\n')}ui: { sise: { ui:widget: radio } }\n`, 'Change to'],
  'unknown-key': [`${head}parms: {}\n`, 'Change to'],
  'unknown-keyword': [params('    a: { max: 3 }\n'), 'Change to'],
  'unused-dependency': [
    `${head}dependencies:\n  net: { resource_type: network }\n${tofu}`,
    'Add `variable',
    { 'main.tf': 'locals {}\n' },
  ],
  'unused-param': [`${params('    size: {}\n')}${tofu}`, 'Add `variable', { 'main.tf': 'locals {}\n' }],
  'version-range': [`${head}dependencies:\n  net: { resource_type: network@about-1 }\n`, 'Change to'],
  'yaml-binary': ['name: sto\u0007re\n', 'Remove'],
  'chart-value-unknown': [
    `${params('    replicaCuont: { type: integer }\n')}${helm}`,
    'Rename to',
    { 'Chart.yaml': 'name: a\nversion: 1.0.0\n', 'values.yaml': 'replicaCount: 1\n' },
  ],
};

/** The same for what takes a deployment to be seen. */
const afterDeploys: { readonly [code: string]: readonly [params: string, title: string] } = {
  'immutable-param': ['{ name: new }', 'Change back'],
  'unknown-choice': ['{ name: old, zone: nort }', 'Change to'],
};

/** Codes for which a tool would have to guess, and why. */
const noClearFix: { readonly [code: string]: string } = {
  'bad-merge': 'whether an alias or a map of its own was meant is not in the text',
  'bad-reference': 'which of the forms is meant only the person knows',
  'broken-bundle': 'the fault is in another file, where its own fixes are offered',
  'bundle-shape': 'what was written would have to be thrown away or taken for something else',
  'chart-value-missing':
    'the value that the chart needs is a new part of the contract, when there is no param to require',
  'chart-value-type': 'either side may be the one that is right',
  'choice-without-branch': 'what belongs into the branch is not in the text',
  'jq-arguments': 'what the missing argument is only the person knows',
  'jq-syntax': 'the rest of the expression is not in the text',
  'many-documents': 'what follows may belong to another file or to nothing',
  'merge-conflict': 'a person chooses the side, and editors offer both on the line',
  'module-variable-type': 'either side may be the one that is right',
  'name-collision': 'the better name is a matter of taste; renaming changes every mention',
  'name-reserved': 'the better name is a matter of taste; renaming changes every mention',
  'pattern-invalid': 'what the pattern was to match is not in the text',
  'pattern-not-linear': 'a pattern without a lookahead is another pattern',
  'preset-shape': 'there is no param to put the value under',
  'public-address-range': 'an address plan belongs to the network, not to the tool',
  'recursive-alias': 'which of the values should end is not in the text',
  'reference-cycle': 'may be meant, and is followed once',
  'reference-remote': 'fetching is not done from here',
  'resource-incomplete': 'the value of the missing part is not in the text',
  'resource-undeclared': 'the module does not say of which type it is',
  'schema-too-large': 'making it smaller is a redesign',
  'wrong-type-version': 'another version of the other component changes that component',
  'yaml-odd-key': 'which word the key should be is not in the text',
  'yaml-too-deep': 'making it flatter is a redesign',
  'yaml-too-large': 'splitting a file is a redesign',
  'yaml-too-many-aliases': 'which values to write out is a choice',
};

const page = readFileSync(new URL('../../docs/diagnostics.md', import.meta.url), 'utf8');
const codes = [...page.matchAll(/^### `([a-z-]+)`$/gm)].map(([, code = '']) => code);

test('every code has a fix, or a reason why there is none', () => {
  const fixed = new Set([inManifests, inBundles, afterDeploys].flatMap((table) => Object.keys(table)));
  const known = new Set([...fixed, ...Object.keys(noClearFix)]);
  expect(codes.filter((code) => !known.has(code))).toEqual([]);
  expect([...known].filter((code) => !codes.includes(code))).toEqual([]);
  expect(Object.keys(noClearFix).filter((code) => fixed.has(code))).toEqual([]);
});

const titlesOf = (actions: readonly FixedAction[], code: string): string[] =>
  actions.filter(({ problem }) => problem?.code === code).map(({ title }) => title);

describe('a manifest with the fault is offered the fix', () => {
  test.each(Object.entries(inManifests))('%s', (code, [text, title]) => {
    const manifest = manifestOf(text);
    const problems = allProblems(manifest, createManifestChecker().check(manifest, testRegistry));
    const problem = problems.find((each) => each.code === code);
    if (problem === undefined) expect.fail(problems.map((each) => each.code).join(', '));
    const titles = titlesOf(codeActions(manifest, testRegistry, problems, problem.range), code);
    expect(titles.filter((each) => each.startsWith(title))).not.toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('a deployed manifest with the fault is offered the fix', () => {
  const registry = createRegistry([
    {
      origin: 'folder',
      files: [
        {
          uri: 'file:///r/db/bundle.yaml',
          text: 'name: db\nversion: 1.0.0\nparams:\n  properties:\n    name: { type: string, $md.immutable: true }\n    zone: { type: string, $md.enum: { connection: net, options: .zones } }\ndependencies:\n  net: { resource_type: net }\n',
        },
        { uri: 'file:///r/net.yaml', text: 'name: net\nschema:\n  properties:\n    zones: { type: array }\n' },
      ],
    },
  ]);
  const deployed: DeployedInstance = {
    status: 'deployed',
    deployed: { bundle: 'db', params: { name: 'old' }, resources: new Map() },
  };
  const deployments: Deployments = {
    environments: new Map([['staging', { running: false, instances: new Map([['d', deployed]]) }]]),
    imported: new Map([['shared', { zones: ['north', 'south'] }]]),
  };

  test.each(Object.entries(afterDeploys))('%s', (code, [values, title]) => {
    const manifest = manifestOf(
      `components:\n  d: { bundle: db, connections: { net: shared }, params: ${values} }\nresources:\n  shared: { type: net, from: { env: A } }\nenvironments:\n  staging: {}\n`,
    );
    const problems = allProblems(manifest, createManifestChecker().check(manifest, registry, deployments));
    const problem = problems.find((each) => each.code === code);
    if (problem === undefined) expect.fail(problems.map((each) => `${each.code}: ${each.message}`).join('\n'));
    const titles = titlesOf(codeActions(manifest, registry, problems, problem.range), code);
    expect(titles.filter((each) => each.startsWith(title))).not.toEqual([]);
  });
});

describe('a bundle with the fault is offered the fix', () => {
  test.each(Object.entries(inBundles))('%s', (code, [text, title, files = {}]) => {
    const provisioner = text.includes('provisioner: helm') ? 'helm' : 'opentofu';
    const modules: ModuleFiles[] = [
      {
        step: { path: 'src', provisioner, config: {}, skipOnDelete: false },
        index: 0,
        folder: 'file:///registry/store/src/',
        files: Object.entries(files).map(([path, content]) => ({
          uri: `file:///registry/store/src/${path}`,
          text: content,
        })),
      },
    ];
    const given = Object.keys(files).length > 0 ? modules : [];
    const problems = fileProblems('bundle', bundleUri, text, bundleRegistry, () => given);
    const problem = problems.find((each) => each.code === code);
    if (problem === undefined) expect.fail(problems.map((each) => `${each.code}: ${each.message}`).join('\n'));
    const titles = titlesOf(bundleCodeActions(bundleOf(text), problem.range, given), code);
    expect(titles.filter((each) => each.startsWith(title))).not.toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
