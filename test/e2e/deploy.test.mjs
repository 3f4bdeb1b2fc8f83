/** Planning, deploying and destroying by the diagram's buttons, with the real tools and servers. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Diagram } from './diagram.mjs';
import { copySample, eventually, extensionFolder, missingTools, openWorkbench } from './host.mjs';
import { toolsRequired } from './setup.mjs';

const skip = missingTools();
const components = ['assets', 'cache', 'database', 'gateway', 'jobs', 'network', 'web', 'worker'];

describe('deploying staging by the diagram', { skip }, () => {
  let sample, session, workbench, page, inHost, diagram;

  before(async () => {
    sample = copySample();
    session = await openWorkbench(sample.folder, { viewport: { width: 1900, height: 1050 }, file: sample.manifest });
    ({ workbench, page, inHost } = session);
    await workbench.command('Patchbay: Open Diagram to the Side');
    diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
  });

  after(async () => {
    destroyLeftovers(sample, 'staging');
    await session?.close();
    sample?.remove();
  });

  test('Plan saves what was typed, shows the plan, and changes nothing', async () => {
    await workbench.cursorBehind(inHost, 'title: Shop (staging');
    await page.keyboard.type(' today');
    await press(diagram, 'Plan');
    await workbench.notification('Planned staging.').waitFor({ timeout: 60_000 });
    const dirty = await inHost((vscode) => vscode.workspace.textDocuments.some((document) => document.isDirty));
    assert.equal(dirty, false, 'the engine reads the file, so it was saved');
    await page.locator('.terminal-wrapper.active').waitFor();
    await diagram.shows('network', 'Planned');
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('View: Hide Panel');
  });

  test('Deploy asks, with the plan, before anything happens; cancelling the question changes nothing', async () => {
    await press(diagram, 'Deploy');
    const dialog = workbench.dialog();
    await dialog.getByText('Deploy staging?').waitFor({ timeout: 60_000 });
    assert.match(await dialog.textContent(), /network: .*will be created/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await diagram.shows('network', 'Planned');
  });

  test('Deploy provisions everything, and the nodes show it', async () => {
    await press(diagram, 'Deploy');
    const dialog = workbench.dialog();
    await dialog.getByText('Deploy staging?').waitFor({ timeout: 60_000 });
    await dialog.getByRole('button', { name: 'Deploy' }).click();
    await workbench.notification('Deployed staging.').waitFor({ timeout: 120_000 });
    await eventually(
      () => diagram.states(),
      (states) => components.every((component) => states[component] === 'Deployed'),
      { what: 'all nodes deployed' },
    );
  });

  test('the app answers over HTTP, and reached what it is connected to', async () => {
    const page = await (await fetch('http://127.0.0.1:47310/')).text();
    assert.match(page, /<h1>Shop \(staging today\)<\/h1>/);
    for (const connection of ['database', 'cache', 'bucket', 'queue']) {
      assert.match(page, new RegExp(`<tr id="${connection}" class="reached">`));
    }
    assert.equal((await fetch('http://127.0.0.1:47300/')).status, 200, 'the front door leads there');
  });

  test('Destroy asks, and takes it down', async () => {
    await press(diagram, 'Destroy');
    const dialog = workbench.dialog();
    await dialog.getByText('Destroy staging?').waitFor();
    assert.match(await dialog.textContent(), /database: deployed/);
    await dialog.getByRole('button', { name: 'Destroy' }).click();
    await workbench.notification('Destroyed staging.').waitFor({ timeout: 120_000 });
    await eventually(
      () => diagram.states(),
      (states) => components.every((component) => states[component] === 'Not deployed'),
      { what: 'all nodes without a deployment' },
    );
    await assert.rejects(fetch('http://127.0.0.1:47310/'));
  });
});

const missingServers = ['terraform', 'postgres', 'redis-server'].filter((tool) => !installed(tool));
if (missingServers.length > 0 && toolsRequired)
  throw new Error(`Missing for these tests: ${missingServers.join(', ')}.`);
const skipProduction = skip ?? (missingServers.length > 0 ? `missing: ${missingServers.join(', ')}` : undefined);

describe('deploying production with Terraform, PostgreSQL and Redis', { skip: skipProduction }, () => {
  let sample, session, workbench, page, diagram;

  before(async () => {
    sample = copySample();
    session = await openWorkbench(sample.folder, { viewport: { width: 1900, height: 1050 }, file: sample.manifest });
    ({ workbench, page } = session);
    await workbench.command('Patchbay: Open Diagram to the Side');
    diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    await diagram.frame.locator('select').selectOption('production');
  });

  after(async () => {
    destroyLeftovers(sample, 'production');
    await session?.close();
    sample?.remove();
  });

  test('Deploy brings up real servers', async () => {
    await press(diagram, 'Deploy');
    const dialog = workbench.dialog();
    await dialog.getByText('Deploy production?').waitFor({ timeout: 120_000 });
    await dialog.getByRole('button', { name: 'Deploy' }).click();
    await workbench.notification('Deployed production.').waitFor({ timeout: 60_000 });
    await eventually(
      () => diagram.states(),
      (states) => components.every((component) => states[component] === 'Deployed'),
    );
  });

  test('an order through the front door is a row in the real PostgreSQL', async () => {
    const order = new URLSearchParams({ item: 'One bicycle' });
    const answer = await fetch('http://127.0.0.1:47410/orders', { method: 'POST', body: order, redirect: 'follow' });
    assert.equal(answer.status, 200);
    const shown = await (await fetch('http://127.0.0.1:47410/')).text();
    assert.match(shown, /One bicycle/);
    assert.match(shown, /kept by PostgreSQL \d/);
    assert.doesNotMatch(shown, /PGlite/);
    assert.match(query(sample, 'select * from orders'), /One bicycle/);
  });

  test('Destroy stops the servers', async () => {
    await press(diagram, 'Destroy');
    const dialog = workbench.dialog();
    await dialog.getByText('Destroy production?').waitFor();
    await dialog.getByRole('button', { name: 'Destroy' }).click();
    await workbench.notification('Destroyed production.').waitFor({ timeout: 120_000 });
    await assert.rejects(fetch('http://127.0.0.1:47410/'));
    await assert.rejects(connect(47412), 'the database server is gone');
  });
});

async function press(diagram, name) {
  await diagram.frame.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
}

/** Asks the real server, with the password that the bundle made. */
function query(sample, sql) {
  const files = fs.readdirSync(path.join(sample.folder, '.patchbay'), { recursive: true });
  const password = files.find((file) => /production.database.*[\\/]password$/.test(file));
  assert.ok(password, 'the bundle made a password');
  const where = ['--host', '127.0.0.1', '--port', '47412', '--username', 'shop', '--dbname', 'orders'];
  return execFileSync('psql', [...where, '--no-password', '--tuples-only', '--command', sql], {
    encoding: 'utf8',
    timeout: 10_000,
    env: {
      ...process.env,
      PGPASSWORD: fs.readFileSync(path.join(sample.folder, '.patchbay', password), 'utf8').trim(),
    },
  });
}

function connect(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy()));
    socket.on('error', reject);
  });
}

function installed(tool) {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** What a failed test left running. */
function destroyLeftovers(sample, environment) {
  const cli = path.join(extensionFolder, 'dist', 'cli.js');
  if (sample) spawnSync(process.execPath, [cli, 'destroy', sample.manifest, '--environment', environment, '--yes']);
}
