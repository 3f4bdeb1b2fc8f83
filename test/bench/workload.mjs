/**
 * The same work for every server: a manifest of N components (twelve lines each), the bundles that
 * it uses, and for servers that know JSON Schema only, those bundles as one schema.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const network = {
  type: 'object',
  required: ['cidr'],
  properties: {
    cidr: { type: 'string', title: 'Address range', pattern: '^[0-9.]+/[0-9]{1,2}$' },
    zones: { type: 'integer', title: 'Zones', minimum: 1, maximum: 6, default: 3 },
    flow_logs: { type: 'boolean', title: 'Flow logs', default: false },
  },
};

const database = {
  type: 'object',
  required: ['engine_version', 'instance_class'],
  properties: {
    engine_version: { type: 'string', title: 'Version', enum: ['13', '14', '15', '16'] },
    instance_class: { type: 'string', title: 'Instance class', enum: ['small', 'medium', 'large'] },
    storage: {
      type: 'object',
      title: 'Storage',
      properties: {
        allocated: { type: 'integer', title: 'Allocated GiB', minimum: 10, maximum: 65536 },
        type: { type: 'string', title: 'Type', enum: ['gp2', 'gp3', 'io1'] },
      },
    },
    backup_days: { type: 'integer', title: 'Days to keep backups', minimum: 0, maximum: 35 },
    deletion_protection: { type: 'boolean', title: 'Deletion protection' },
  },
};

const params = { 'bench-network': network, 'bench-database': database };

const bundleText = {
  'bench-network': `name: bench-network
version: 1.0.0
description: A network to measure with
params: ${JSON.stringify(network)}
dependencies: {}
resources:
  network: { resource_type: bench-network }
steps: [{ path: src, provisioner: script }]
`,
  'bench-database': `name: bench-database
version: 1.0.0
description: A database to measure with
params: ${JSON.stringify(database)}
dependencies:
  network: { resource_type: bench-network, required: true }
resources:
  authentication: { resource_type: bench-database }
steps: [{ path: src, provisioner: script }]
`,
};

const typeText = (name) => `name: ${name}
version: 1.0.0
label: ${name}
schema:
  type: object
  properties:
    id: { type: string }
`;

/** Writes the bundles and resource types into a workspace folder. */
export async function writeWorkspace(folder) {
  for (const [name, text] of Object.entries(bundleText)) {
    await mkdir(path.join(folder, 'bundles', name, 'src'), { recursive: true });
    await writeFile(path.join(folder, 'bundles', name, 'bundle.yaml'), text);
  }
  await mkdir(path.join(folder, 'resource-types'), { recursive: true });
  for (const name of Object.keys(params))
    await writeFile(path.join(folder, 'resource-types', `${name}.yaml`), typeText(name));
}

/** What those bundles ask of a manifest, as one JSON Schema. */
export function manifestSchema() {
  const component = {
    type: 'object',
    required: ['bundle'],
    additionalProperties: false,
    properties: {
      title: { type: 'string' },
      bundle: { type: 'string', enum: Object.keys(params).map((name) => `${name}@~1`) },
      params: { type: 'object' },
      connections: { type: 'object', additionalProperties: { type: 'string', pattern: '^[a-z][a-z0-9-]*\\.[a-z]+$' } },
    },
    allOf: Object.entries(params).map(([name, schema]) => ({
      if: { properties: { bundle: { const: `${name}@~1` } }, required: ['bundle'] },
      then: { required: ['params'], properties: { params: { ...schema, additionalProperties: false } } },
    })),
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['project', 'components'],
    properties: { project: { type: 'string' }, components: { type: 'object', additionalProperties: component } },
  };
}

const linesOfHead = 2;
export const linesPerComponent = 12;

/** Line, in the whole file, of a component's line number `line`. */
const lineOf = (component, line) => linesOfHead + component * linesPerComponent + line;

/** The manifest: component 0 is a network, every other one a database in it. */
export function manifestText(components) {
  const parts = ['project: bench\ncomponents:\n'];
  parts.push(`  network:
    title: The network
    bundle: bench-network@~1
    # The range that the rest of the network is cut from.
    params:
      cidr: 10.0.0.0/16
      zones: 3
      flow_logs: false
    # Nothing is connected to it.



`);
  for (let i = 1; i < components; i++) {
    parts.push(`  database-${i}:
    title: Database ${i}
    bundle: bench-database@~1
    connections:
      network: network.network
    params:
      engine_version: '15'
      instance_class: small
      storage:
        allocated: 100
        type: gp3
      backup_days: 7
`);
  }
  return parts.join('');
}

/** A keystroke that makes one component wrong, and the one that mends it. */
export function keystroke(component) {
  const line = lineOf(component, 11);
  const at = '      backup_days: '.length;
  return {
    breaks: { range: { start: { line, character: at }, end: { line, character: at + 1 } }, text: 'x' },
    mends: { range: { start: { line, character: at }, end: { line, character: at + 1 } }, text: '7' },
  };
}

/** A place to complete a value: an enum of the bundle's schema. */
export function completionPlace(component) {
  return { line: lineOf(component, 7), character: '      instance_class: '.length };
}

export const completionExpects = 'medium';
