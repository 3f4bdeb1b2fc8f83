import { expect } from 'vitest';
import type { Intent } from '../../protocol.ts';
import { parseManifest } from '../manifest/parse.ts';
import { createRegistry } from '../registry/create.ts';
import type { Registry } from '../registry/registry.ts';
import { planEdit, type PlannedEdit } from './plan.ts';
import { SourceText } from './source-text.ts';

const bundles: Readonly<Record<string, string>> = {
  'aws-vpc': `
name: aws-vpc
version: 1.4.0
params:
  properties:
    cidr: { type: string, default: 10.0.0.0/16 }
resources:
  vpc: { resource_type: aws-vpc }
`,
  'local-postgres': `
name: local-postgres
version: 2.1.3
params:
  required: [version, size, storage, name]
  properties:
    version: { type: string, enum: ['15', '16'] }
    size: { type: integer, default: 10 }
    name: { type: string }
    storage:
      type: object
      required: [class]
      properties: { class: { type: string, enum: [ssd, disk] } }
dependencies:
  vpc: { resource_type: aws-vpc, required: true }
resources:
  authentication: { resource_type: postgresql-authentication }
`,
  'k8s-app': `
name: k8s-app
version: 0.3.0
params:
  examples: [{ __name: Small, image: nginx }]
  required: [image]
  properties:
    image: { type: string }
dependencies:
  database: { resource_type: postgresql-authentication, required: true }
  vpc: { resource_type: aws-vpc }
  upstream: { resource_type: http-service }
resources:
  service: { resource_type: http-service }
`,
  draft: `
name: draft
params: { properties: {} }
`,
};

const resourceTypes = ['aws-vpc', 'postgresql-authentication', 'http-service'];

/** A few bundles that fit together, and one without a version. */
export const testRegistry: Registry = createRegistry([
  {
    origin: 'built-in',
    files: [
      ...Object.entries(bundles).map(([name, text]) => ({ uri: `file:///bundles/${name}/bundle.yaml`, text })),
      ...resourceTypes.map((name) => ({
        uri: `file:///bundles/resource-types/${name}.yaml`,
        text: `name: ${name}\nversion: 1.0.0\nschema:\n  type: object\n`,
      })),
    ],
  },
]);

export const testUri = 'file:///project/infra.yaml';

export function plan(text: string, intent: Intent): PlannedEdit {
  return planEdit(parseManifest(testUri, 1, text), testRegistry, intent);
}

/** The text after an intent; fails the test when the intent is refused. */
export function edited(text: string, intent: Intent): string {
  const planned = plan(text, intent);
  if (planned.kind === 'refused') expect.fail(`refused: ${planned.reason}\n${text}`);
  return applied(text, planned);
}

export function applied(text: string, planned: Extract<PlannedEdit, { kind: 'edit' }>): string {
  const source = new SourceText(text);
  return planned.edits.reduceRight(
    (result, { range, newText }) =>
      result.slice(0, source.offsetAt(range.start)) + newText + result.slice(source.offsetAt(range.end)),
    text,
  );
}

/** Why an intent is refused; fails the test when it is not. */
export function refusal(text: string, intent: Intent): string {
  const planned = plan(text, intent);
  if (planned.kind === 'edit') expect.fail(`not refused:\n${applied(text, planned)}`);
  return planned.reason;
}
