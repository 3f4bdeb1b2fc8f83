/** `npm start` and the .vsix: how a person gets the product. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Diagram } from './diagram.mjs';
import { copySample, eventually, here, launchChromium, missingTools, openWorkbench, root, Workbench } from './host.mjs';

const skip = missingTools();

describe('npm start', { skip }, () => {
  let folder, child, browser;
  let output = '';

  before(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'pbn-')), 'shop');
    const args = [path.join(here, 'start.mjs'), '--browser', '--no-build', '--folder', folder];
    child = spawn(process.execPath, args, { env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' } });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
  });

  after(async () => {
    child?.kill('SIGKILL');
    await browser?.close();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  test('opens the sample with the text on the left and the diagram on the right', async () => {
    const url = await eventually(
      () => /http:\S+/.exec(output)?.[0],
      (found) => found !== undefined,
      { within: 60_000, what: `an address in: ${output}` },
    );
    browser = await launchChromium();
    const page = await (await browser.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    const workbench = new Workbench(page);
    await workbench.ready();
    const diagram = new Diagram(workbench.webview(), page);
    await diagram.frame.locator('.svelte-flow__node').first().waitFor({ timeout: 40_000 });
    assert.equal((await diagram.nodes()).length, 8);
    const text = await page.locator('.editor-instance .monaco-editor').first().boundingBox();
    const drawn = await page.locator('iframe.webview.ready').first().boundingBox();
    assert.ok(text.x + text.width <= drawn.x + 1, 'the text is left of the diagram');
  });

  test('Ctrl+C stops it', async () => {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    assert.equal(await exited, 0);
  });
});

describe('the .vsix', { skip }, () => {
  let sample, session, workbench, page;

  before(async () => {
    const vsix = path.join(root, 'patchbay.vsix');
    const packed = spawnSync(process.execPath, ['build.mjs', '--package'], { cwd: root, encoding: 'utf8' });
    assert.equal(packed.status, 0, packed.stderr);
    sample = copySample();
    session = await openWorkbench(sample.folder, {
      extensions: [],
      vsix: [vsix],
      file: sample.manifest,
      viewport: { width: 1600, height: 1000 },
    });
    ({ workbench, page } = session);
  });

  after(async () => {
    await session?.close();
    sample?.remove();
  });

  test('installs, activates and shows the diagram', async () => {
    await workbench.command('Patchbay: Open Diagram to the Side');
    const diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    assert.equal((await diagram.nodes()).length, 8);
    const problems = await session.inHost(
      (vscode) => vscode.languages.getDiagnostics().flatMap(([, list]) => list).length,
    );
    assert.equal(problems, 0);
  });
});
