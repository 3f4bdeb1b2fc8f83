import { afterEach, expect, test } from 'vitest';
import { createTestProject, hasTool, type TestProject } from './test-project.ts';

let project: TestProject;
afterEach(() => project.remove());

const queueType = `name: queue-access
version: 1.0.0
schema:
  type: object
  required: [data]
  properties:
    data:
      type: object
      properties:
        token: { type: string, $md.sensitive: true }
        url: { type: string }
        security:
          type: object
          properties: { iam: { type: object } }
`;
const queueBundle = `name: test-queue
version: 1.0.0
params: { properties: {} }
resources:
  queue: { resource_type: queue-access }
steps:
  - { path: src, provisioner: script }
`;
const queueScript = `import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('resources', { recursive: true });
const security = { iam: { subscribe: { arn: 'arn:subscribe' }, publish: { arn: 'arn:publish' } } };
writeFileSync('resources/queue.json', JSON.stringify({ data: { token: 'open-sesame', url: 'https://queue.test', security } }));
`;
const consumerBundle = (provisioner: string) => `name: test-consumer
version: 1.0.0
params: { properties: { size: { type: integer, default: 1 } } }
dependencies:
  jobs: { resource_type: queue-access, required: true }
  other: { resource_type: queue-access }
app:
  envs:
    SIZE: .params.size
    QUEUE_URL: .connections.jobs.data.url
    QUEUE_LOGIN: .dependencies["jobs"].data.token | explode | reverse | implode
    OTHER_URL: .connections.other.data.url // empty
  policies:
    - .connections.jobs.data.security.iam.subscribe
    - .connections.jobs.data.security.iam | if true then .publish else null end
    - .connections.jobs.data.security.iam.nothing
    - .connections.other.data.security.iam.subscribe // empty
steps:
  - { path: src, provisioner: ${provisioner} }
`;
const consumerScript = `import { readFileSync, writeFileSync } from 'node:fs';
for (const file of ['policies.json', 'envs.json']) console.log(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
if (process.env.PATCHBAY_ACTION === 'provision') writeFileSync('seen.json', readFileSync('policies.json'));
`;

const components = `  queue: { bundle: test-queue }
  app:
    bundle: test-consumer
    connections: { jobs: queue.queue }
`;
const policies = {
  '.connections.jobs.data.security.iam.subscribe': { arn: 'arn:subscribe' },
  '.connections.jobs.data.security.iam | if true then .publish else null end': { arn: 'arn:publish' },
};

async function withQueue(provisioner: string, file: string, text: string): Promise<void> {
  project = await createTestProject(components);
  await project.write('types/queue-access.yaml', queueType);
  await project.write('bundles/test-queue/bundle.yaml', queueBundle);
  await project.write('bundles/test-queue/src/run.mjs', queueScript);
  await project.write('bundles/test-consumer/bundle.yaml', consumerBundle(provisioner));
  await project.write(`bundles/test-consumer/src/${file}`, text);
}

test('a script finds the policies that its connections give it, and the plan names them beforehand', async () => {
  await withQueue('script', 'run.mjs', consumerScript);
  const { events, outcome } = await project.run('deploy');
  expect(outcome).toBe('done');
  expect(JSON.parse(await project.read('.patchbay/run/staging/app/src/seen.json'))).toEqual(policies);
  expect(events.find(({ type }) => type === 'given')).toMatchObject({
    component: 'app',
    connections: [
      {
        slot: 'jobs',
        source: 'queue',
        envs: ['QUEUE_URL', 'QUEUE_LOGIN'],
        policies: [
          'iam.subscribe',
          '.connections.jobs.data.security.iam | if true then .publish else null end',
          'iam.nothing',
        ],
      },
    ],
  });
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  expect(notices).toEqual([
    'A policy is null, so it is left out. It is `.connections.jobs.data.security.iam.nothing`.',
  ]);
});

test('a variable that is made of a secret is hidden, also where the secret cannot be recognised', async () => {
  await withQueue('script', 'run.mjs', consumerScript);
  const { events } = await project.run('deploy');
  const lines = events.flatMap((event) => (event.type === 'log' && event.component === 'app' ? [event.line] : []));
  const envs = lines.find((line) => line.startsWith('envs.json'));
  expect(envs).toBe('envs.json {"SIZE":"1","QUEUE_URL":"https://queue.test","QUEUE_LOGIN":"••••"}');
});

const terraformModule = `variable "policies" { type = any }
variable "envs" {
  type      = map(string)
  sensitive = true
}
output "arns" { value = [for policy in var.policies : policy.arn] }
output "names" { value = keys(nonsensitive(var.envs)) }
`;

test.runIf(hasTool('terraform'))(
  'a Terraform module gets them as variables, the environment never in a file',
  async () => {
    await withQueue('terraform', 'main.tf', terraformModule);
    expect(await project.run('deploy')).toMatchObject({ outcome: 'done' });
    const folder = '.patchbay/run/staging/app/src';
    expect(JSON.parse(await project.read(`${folder}/_policies.auto.tfvars.json`))).toEqual({ policies });
    const { outputs } = JSON.parse(await project.read(`${folder}/terraform.tfstate`)) as {
      outputs: Record<string, { value: unknown }>;
    };
    expect(outputs.arns?.value).toEqual(['arn:publish', 'arn:subscribe']);
    expect(outputs.names?.value).toEqual(['QUEUE_LOGIN', 'QUEUE_URL', 'SIZE']);
    expect(await project.run('deploy')).toMatchObject({ message: expect.stringContaining('Nothing to change') });
    expect(await project.run('destroy')).toMatchObject({ outcome: 'done' });
  },
);
