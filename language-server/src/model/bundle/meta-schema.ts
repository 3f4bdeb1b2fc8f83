import { schemaDefinitions } from './meta-schema-keywords.ts';
import { uiDefinitions } from './meta-schema-ui.ts';
import type { MetaSchema } from './meta-schema-vocabulary.ts';

const text = (title: string, description: string, more: MetaSchema = {}): MetaSchema => ({
  type: 'string',
  title,
  description,
  ...more,
});

/** One dependency or resource of the current dialect. */
const typed = (what: string, requiredMeans: string): MetaSchema => ({
  type: 'object',
  description: what,
  required: ['resource_type'],
  properties: {
    resource_type: text('Resource type', 'The contract it keeps: `NAME`, or `NAME@RANGE` such as `aws-vpc@~1`.', {
      'x-means': 'resource-type',
    }),
    required: { type: 'boolean', title: 'Required', description: requiredMeans, default: true },
    title: text('Title', 'What people see instead of the name.'),
    description: text('Description', 'A sentence for whoever connects it.'),
  },
});

/** One dependency or resource of the older dialect: a JSON Schema that refers to a resource type. */
const referring = (what: string): MetaSchema => ({
  allOf: [{ $ref: '#/definitions/schema' }],
  type: 'object',
  description: what,
  properties: {
    $ref: text('Resource type', 'The contract it keeps, by name. Keywords beside it narrow the contract further.', {
      'x-means': 'resource-type',
    }),
    title: text('Title', 'What people see instead of the name.'),
    description: text('Description', 'A sentence for whoever connects it.'),
  },
});

const olderSection = (title: string, description: string, entry: MetaSchema): MetaSchema => ({
  type: 'object',
  title,
  description,
  deprecated: true,
  properties: {
    required: {
      type: 'array',
      title: 'Required',
      description: 'Names of `properties` that must be there.',
      items: { type: 'string', 'x-means': 'property' },
    },
    properties: {
      type: 'object',
      title: 'Entries',
      description: 'Name → `$ref` to a resource type.',
      additionalProperties: entry,
      'x-snippet': '\n  ${1:name}:\n    $ref: $2',
    },
  },
  'x-snippet': '\n  properties:\n    ${1:name}:\n      $ref: $2',
});

const step: MetaSchema = {
  type: 'object',
  title: 'Step',
  description: 'One module and what runs it.',
  required: ['path', 'provisioner'],
  properties: {
    path: text('Module', "The module's folder, inside the bundle.", { 'x-means': 'module' }),
    provisioner: text('Provisioner', 'The program that runs the module, with a version if you like: `opentofu:1.10`.', {
      anyOf: [
        { const: 'terraform', description: 'Plans and applies HCL with Terraform.' },
        { const: 'opentofu', description: 'Plans and applies HCL with OpenTofu.' },
        { const: 'helm', description: 'Installs or upgrades a Helm chart.' },
        { const: 'ansible', description: 'Runs a playbook.' },
        { const: 'script', description: 'Runs a program of your own, told by `PATCHBAY_ACTION` what to do.' },
      ],
    }),
    config: {
      type: 'object',
      title: 'Configuration',
      description: 'Settings of the provisioner, such as `release_name` for Helm. Texts may be jq expressions.',
      additionalProperties: true,
    },
    skip_on_delete: {
      type: 'boolean',
      title: 'Skip on delete',
      description: '`true` leaves this step out when the instance is destroyed.',
      default: true,
    },
  },
};

const secret: MetaSchema = {
  type: 'object',
  title: 'Secret',
  description: 'Something the application needs and no file may hold. Manifests say where its value comes from.',
  properties: {
    required: {
      type: 'boolean',
      title: 'Required',
      description: '`true`: nothing is deployed until a manifest says where the value comes from.',
      default: true,
    },
    title: text('Title', 'What forms call the secret.'),
    description: text('Description', 'What it is for and where to get it.'),
    json: {
      type: 'boolean',
      title: 'JSON',
      description: '`true`: the value is JSON and is parsed before it is handed on.',
      default: true,
    },
  },
};

const check: MetaSchema = {
  type: 'object',
  title: 'Check',
  description: 'A rule that must hold before anything is applied.',
  required: ['name', 'expression', 'message'],
  properties: {
    name: text('Name', 'A short name, for reports.'),
    expression: text(
      'Expression',
      'CEL over `params` and, where it mentions it, `plan`. Checks of params run while you type; the others run on every plan.',
      { 'x-means': 'cel' },
    ),
    message: text('Message', 'What is wrong and what to do, for the person whose params do not pass.'),
    severity: {
      type: 'string',
      title: 'Severity',
      description: 'An `error` stops the deployment, a `warning` does not.',
      enum: ['error', 'warning'],
      default: 'error',
    },
  },
};

const app: MetaSchema = {
  type: 'object',
  title: 'Application',
  description: 'What a program that the bundle runs is given: environment variables, policies, secrets.',
  properties: {
    envs: {
      type: 'object',
      title: 'Environment variables',
      description: 'Name → jq expression over `{params, connections, dependencies, secrets}`.',
      additionalProperties: text('Environment variable', 'A jq expression that makes the value.', { 'x-means': 'jq' }),
      'x-snippet': '\n  ${1:NAME}: ${2:.params.}',
    },
    policies: {
      type: 'array',
      title: 'Policies',
      description: 'jq expressions that pick policies from connected resources; the application is granted each.',
      items: text('Policy', 'A jq expression that makes one policy.', { 'x-means': 'jq' }),
    },
    secrets: {
      type: 'object',
      title: 'Secrets',
      description: 'Name → what is needed. Values are never written here.',
      additionalProperties: secret,
      'x-snippet': '\n  ${1:NAME}:\n    required: true\n    title: $2',
    },
  },
};

/** What a `massdriver.yaml` or `bundle.yaml` of either dialect may say. */
export const bundleMetaSchema: MetaSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Bundle',
  description: 'An infrastructure-as-code module and its contract.',
  type: 'object',
  required: ['name'],
  properties: {
    name: text('Name', 'What manifests call the bundle: lower-case letters, digits and dashes.', {
      pattern: '^[a-z][a-z0-9-]+[a-z0-9]$',
    }),
    version: text('Version', 'Three numbers, such as `1.0.0`. Raise the first one when something stops working.', {
      pattern: '^\\d+\\.\\d+\\.\\d+$',
      default: '0.1.0',
    }),
    title: text('Title', 'What people see instead of the name.'),
    description: text('Description', 'What the bundle makes, in a sentence or two, for the palette.'),
    source_url: text('Source', 'The web address of its source code.', { format: 'uri' }),
    icon: text('Icon', 'Name or address of the picture on the diagram.'),
    params: {
      allOf: [{ $ref: '#/definitions/schema' }],
      type: 'object',
      title: 'Params',
      description: 'The settings that developers make: a JSON Schema, draft-07.',
      properties: {
        examples: {
          type: 'array',
          title: 'Presets',
          description: 'Ready-made params to start from. `__name` is the label; what a preset leaves out stays open.',
          items: {
            type: 'object',
            title: 'Preset',
            description: 'Params to start from. May be partial.',
            properties: { __name: text('Label', 'What people choose the preset by.') },
            additionalProperties: true,
            'x-means': 'preset',
          },
          'x-snippet': '\n  - __name: ${1:Development}\n    $2',
        },
      },
      'x-snippet':
        '\n  required:\n    - ${1:name}\n  properties:\n    ${1:name}:\n      type: ${2:string}\n      title: $3',
    },
    dependencies: {
      type: 'object',
      title: 'Dependencies',
      description: 'What it needs from other components: slot → resource type.',
      additionalProperties: typed(
        'A slot that a resource of another component fills.',
        '`true`: nothing is deployed until the slot is filled.',
      ),
      'x-snippet': '\n  ${1:name}:\n    resource_type: $2\n    required: true',
    },
    resources: {
      type: 'object',
      title: 'Resources',
      description: 'What it hands to other components: name → resource type.',
      additionalProperties: typed(
        'Something the module puts out for others to connect to.',
        '`true`: each run must put it out.',
      ),
      'x-snippet': '\n  ${1:name}:\n    resource_type: $2',
    },
    ui: {
      allOf: [{ $ref: '#/definitions/ui' }],
      title: 'Form',
      description: 'How the form of the params looks: keys are params, `ui:…` keys say what to do with them.',
      'x-snippet': "\n  ui:order:\n    - ${1:'*'}",
    },
    steps: {
      type: 'array',
      title: 'Steps',
      description: 'The modules that run, in this order; in reverse when destroyed. None: Terraform in `src`.',
      items: step,
      'x-snippet': '\n  - path: ${1:src}\n    provisioner: ${2|opentofu,terraform,helm,ansible,script|}',
    },
    app,
    checks: {
      type: 'array',
      title: 'Checks',
      description: 'Rules in CEL over the params and the plan. What they forbid is not deployed.',
      items: check,
      'x-snippet': '\n  - name: ${1:name}\n    expression: ${2:params.}\n    message: $3',
    },
    connections: olderSection(
      'Connections',
      'Older dialect: what it needs from other components. Write `dependencies` in new bundles.',
      referring('A slot that a resource of another component fills.'),
    ),
    artifacts: olderSection(
      'Artifacts',
      'Older dialect: what it hands to other components. Write `resources` in new bundles.',
      referring('Something the module puts out for others to connect to.'),
    ),
    schema: text('Format', 'Older dialect: which format the file is in. Has no effect.', { deprecated: true }),
    type: text('Type', 'Older dialect: what kind of bundle this is. Has no effect.', { deprecated: true }),
    access: text('Access', 'Older dialect: who may see it. Has no effect.', { deprecated: true }),
  },
  definitions: { ...schemaDefinitions, ...uiDefinitions },
};
