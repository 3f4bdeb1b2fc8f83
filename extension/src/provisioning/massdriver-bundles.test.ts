import { afterEach, describe, expect, test } from 'vitest';
import { createTestProject, hasTool, statuses, type TestProject } from './test-project.ts';

let project: TestProject;
afterEach(() => project.remove());

/** As `mass bundle build` writes it into every module. */
const generatedVariables = `variable "md_metadata" {
  type = object({
    default_tags = object({
      managed-by  = string
      md-manifest = string
      md-package  = string
      md-project  = string
      md-target   = string
    })
    deployment = object({
      id = string
    })
    name_prefix = string
    observability = object({
      alarm_webhook_url = string
    })
    package = object({
      created_at             = string
      deployment_enqueued_at = string
      previous_status        = string
      updated_at             = string
    })
    target = object({
      contact_email = string
    })
  })
}
variable "database" {
  type = object({
    size    = number
    version = optional(string)
  })
}
variable "labels" {
  type    = list(string)
  default = null
}
`;

const databaseBundle = `schema: draft-07
name: acme-database
description: A database
source_url: example.com/acme-database
access: private
type: bundle
params:
  examples:
    - __name: Small
      database: { size: 1 }
  required: [database]
  properties:
    database:
      type: object
      required: [size]
      properties:
        size: { type: integer, default: 5 }
        version: { type: string, default: '16' }
connections:
  properties: {}
artifacts:
  required: [authentication]
  properties:
    authentication: { $ref: massdriver/postgresql-authentication }
ui:
  ui:order: ['*']
`;

const databaseModule = `resource "terraform_data" "database" {
  input = [var.md_metadata.default_tags.md-manifest, timeadd(var.md_metadata.package.created_at, "1h"), var.database]
}
output "artifact_authentication" {
  value = jsonencode({
    data = {
      infrastructure = {}
      authentication = { username = "root", password = "plain-to-see", hostname = "127.0.0.1", port = 5432 }
    }
    specs = { rdbms = { engine = "PostgreSQL", version = var.database.version } }
  })
}
`;

const appBundle = `schema: draft-07
name: acme-app
description: An app
source_url: example.com/acme-app
type: application
params:
  properties:
    replicas: { type: integer, default: 2 }
connections:
  required: [database]
  properties:
    database: { $ref: massdriver/postgresql-authentication }
artifacts:
  properties: {}
app:
  envs:
    DATABASE_HOST: .connections.database.data.authentication.hostname
    TOKEN: .secrets.STRIPE.token
  secrets:
    STRIPE: { required: true, json: true }
checks:
  - { name: small, expression: params.replicas < 10, message: At most nine. }
`;

const appModule = `resource "terraform_data" "app" {
  input = { replicas = var.replicas, host = nonsensitive(var.envs["DATABASE_HOST"]), to = var.database.specs.rdbms.version }
  provisioner "local-exec" {
    command = "echo checking; test $REPLICAS != 7 || { echo quota exceeded; exit 3; }"
    environment = { REPLICAS = var.replicas }
  }
}
`;

const components = (replicas: number) => `  database: { bundle: acme-database, params: { database: { size: 3 } } }
  app:
    bundle: acme-app
    params: { replicas: ${replicas} }
    connections: { database: database.authentication }
    secrets: { STRIPE: { env: STRIPE } }
`;
const processEnvironment = { ...process.env, STRIPE: '{"token":"tok-abcdefgh"}' };

async function createProject(replicas: number): Promise<void> {
  project = await createTestProject(components(replicas));
  await project.write('bundles/acme-database/massdriver.yaml', databaseBundle);
  await project.write('bundles/acme-database/src/_massdriver_variables.tf', generatedVariables);
  await project.write('bundles/acme-database/src/main.tf', databaseModule);
  await project.write('bundles/acme-app/massdriver.yaml', appBundle);
  await project.write('bundles/acme-app/src/main.tf', appModule);
}

describe.runIf(hasTool('terraform'))("bundles of Massdriver's older dialect", () => {
  test('deploy as they are, settle, and say no password', async () => {
    await createProject(2);
    const deployed = await project.run('deploy', { processEnvironment });
    expect(statuses(deployed.events)).toEqual({ database: 'deployed', app: 'deployed' });
    expect(JSON.stringify(deployed.events)).not.toMatch(/plain-to-see|tok-abcdefgh/);
    const again = await project.run('deploy', { processEnvironment });
    expect(again.message).toContain('Nothing to change');
    expect((await project.run('destroy', { processEnvironment })).outcome).toBe('done');
  });

  test('a failing command is quoted with what it said last', async () => {
    await createProject(7);
    const { events } = await project.run('deploy', { processEnvironment });
    expect(events).toContainEqual(
      expect.objectContaining({
        component: 'app',
        status: 'failed',
        summary: expect.stringMatching(
          /^terraform apply failed: local-exec provisioner error at terraform_data\.app \(main\.tf line 3\): exit status 3: quota exceeded$/,
        ),
      }),
    );
  });

  test.each([
    {
      what: 'a secret that is missing',
      secret: undefined,
      replicas: 2,
      outcome: 'failed',
      said: 'the environment variable STRIPE is not set',
      message: 'app could not be planned. Nothing was changed.',
    },
    {
      what: 'a check of params that does not hold',
      secret: processEnvironment.STRIPE,
      replicas: 12,
      outcome: 'refused',
      said: 'At most nine.',
      message: 'The check small of app refuses this plan. Nothing was changed.',
    },
  ])('$what is known before anything is changed, also of what waits', async ({ secret, replicas, said, ...result }) => {
    await createProject(replicas);
    const run = await project.run('deploy', { processEnvironment: { ...processEnvironment, STRIPE: secret } });
    expect(run).toMatchObject({ outcome: result.outcome, message: result.message });
    expect(JSON.stringify(run.events)).toContain(said);
    expect(statuses(run.events)).not.toHaveProperty('database', 'deployed');
  });

  test('what is deployed can be taken down without its secrets', async () => {
    await createProject(2);
    await project.run('deploy', { processEnvironment });
    const bundle = 'bundles/acme-app/massdriver.yaml';
    await project.write(bundle, appBundle.replace('.secrets.STRIPE.token', '.secrets.STRIPE.token | ascii_upcase'));
    expect((await project.run('deploy', { processEnvironment })).outcome).toBe('done');
    const destroyed = await project.run('destroy', {
      processEnvironment: { ...processEnvironment, STRIPE: undefined },
    });
    expect(destroyed).toMatchObject({ outcome: 'done' });
  });
});
