/** Planning, deploying and destroying by the diagram's buttons, with the real tools and servers. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { Diagram } from './diagram.mjs';
import { copySample, eventually, extensionFolder, missingTools, openWorkbench } from './host.mjs';
import { toolsRequired } from './setup.mjs';
import path from 'node:path';

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
    assert.equal((await diagram.states()).network, 'Planned');
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('View: Close Panel');
  });

  test('Deploy asks, with the plan, before anything happens; cancelling the question changes nothing', async () => {
    await press(diagram, 'Deploy');
    const dialog = workbench.dialog();
    await dialog.getByText('Deploy staging?').waitFor({ timeout: 60_000 });
    assert.match(await dialog.textContent(), /network: .*will be created/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await diagram.states()).network, 'Planned');
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
      (states) => components.every((component) => states[component] === 'Destroyed'),
      { what: 'all nodes destroyed' },
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
    await workbench.notification('Deployed production.').waitFor({ timeout: 240_000 });
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
    assert.match(shown, /kept by PostgreSQL \d+[^<]*(?!PGlite)</);
    assert.doesNotMatch(shown, /PGlite/);
    assert.match(query(sample, 'select * from orders'), /One bicycle/);
  });

  test('Destroy stops the servers', async () => {
    await press(diagram, 'Destroy');
    const dialog = workbench.dialog();
    await dialog.getByText('Destroy production?').waitFor();
    await dialog.getByRole('button', { name: 'Destroy' }).click();
    await workbench.notification('Destroyed production.').waitFor({ timeout: 240_000 });
    await assert.rejects(fetch('http://127.0.0.1:47410/'));
    assert.throws(() => query(sample, 'select 1'));
  });
});

async function press(diagram, name) {
  await diagram.frame.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
}

/** Asks the real server, as somebody with the credentials would. */
function query(sample, sql) {
  const url = execFileSync('sh', ['-c', `grep -rhoE 'postgres(ql)?://[^" ]+' .patchbay | head -1`], {
    cwd: sample.folder,
    encoding: 'utf8',
  }).trim();
  return execFileSync('psql', [url, '-Atc', sql], {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'pipe'],
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
