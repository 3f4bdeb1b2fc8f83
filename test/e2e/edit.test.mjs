/** Opening the sample, typing in its text, and editing it by its diagram, in the real VS Code. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Diagram, centre } from './diagram.mjs';
import { copySample, eventually, missingTools, openWorkbench } from './host.mjs';

const skip = missingTools();

describe('editing the sample', { skip }, () => {
  let sample, original, session, workbench, page, inHost, diagram;

  before(async () => {
    sample = copySample();
    original = fs.readFileSync(sample.manifest, 'utf8');
    session = await openWorkbench(sample.folder, { viewport: { width: 1900, height: 1050 } });
    ({ workbench, page, inHost } = session);
    await workbench.open('infra.yaml');
  });

  after(async () => {
    await session?.close();
    sample?.remove();
  });

  /** The text in the editor, saved or not. */
  const text = () =>
    inHost((vscode) =>
      vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'infra-manifest').getText(),
    );
  const problems = () =>
    inHost((vscode) =>
      vscode.languages
        .getDiagnostics()
        .filter(([uri]) => uri.path.endsWith('infra.yaml'))
        .flatMap(([, list]) => list.map(({ message, severity }) => ({ message, severity }))),
    );
  /** Undoes in the text, as a person does, until it is as it was. */
  const undoAll = async () => {
    await workbench.cursorBehind(inHost, 'project');
    // One step at a time: a key too many would undo what was before.
    for (let now = await text(); now !== original;) {
      const before = now;
      await page.keyboard.press('Control+Z');
      now = await eventually(text, (next) => next !== before, { what: 'an undo' });
    }
    assert.equal(await text(), original);
  };

  test('the sample opens as a manifest without a problem', async () => {
    await page.locator('.statusbar-item', { hasText: 'Infrastructure Manifest' }).waitFor();
    await eventually(
      () => workbench.active(inHost),
      (active) => active,
      { what: 'the extension active' },
    );
    // Wait for the first answer of the server: a wrong value shows that it checks.
    await workbench.cursorBehind(inHost, 'port_offset: 0');
    await page.keyboard.type('x');
    await eventually(problems, (list) => list.length > 0, { what: 'a problem' });
    await page.keyboard.press('Backspace');
    await eventually(problems, (list) => list.length === 0, { what: 'no problem' });
  });

  test('a wrong value is underlined and listed in Problems, and gone when it is right again', async () => {
    await workbench.cursorBehind(inHost, 'port_offset: 0');
    await page.keyboard.type('x');
    await page.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('Control+Shift+M');
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'port_offset' });
    await row.first().waitFor();
    await page.keyboard.press('Control+Shift+M');
    await workbench.cursorBehind(inHost, 'port_offset: 0x');
    await page.keyboard.press('Backspace');
    await eventually(problems, (list) => list.length === 0);
    assert.equal(await text(), original);
  });

  test('an unknown bundle and a connection of the wrong type say what to do', async () => {
    await workbench.cursorBehind(inHost, 'bundle: local-cache');
    await page.keyboard.type('x');
    await eventually(problems, (list) => list.some(({ message }) => /local-cachex/.test(message)), {
      what: 'unknown bundle',
    });
    await page.keyboard.press('Backspace');
    await eventually(problems, (list) => list.length === 0);
    await workbench.cursorBehind(inHost, 'database: database.authentication');
    for (let key = 0; key < 'database.authentication'.length; key++) await page.keyboard.press('Backspace');
    await page.keyboard.type('jobs.queue');
    await page.keyboard.press('Escape');
    await eventually(
      problems,
      (list) => list.some(({ message }) => /queue/.test(message) && /database/.test(message)),
      {
        what: 'a connection of the wrong type',
      },
    );
    await undoAll();
  });

  test('completion offers what fits, and hover explains it', async () => {
    await workbench.cursorBehind(inHost, 'database: database.authentication');
    for (let key = 0; key < 'database.authentication'.length; key++) await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+Space');
    const widget = page.locator('.suggest-widget.visible');
    await widget.locator('.monaco-list-row', { hasText: 'database.authentication' }).first().waitFor();
    assert.equal(
      await widget.locator('.monaco-list-row', { hasText: 'network.network' }).count(),
      0,
      'a network is no database',
    );
    await page.keyboard.press('Enter');
    await eventually(text, (now) => now === original, { what: 'the connection again' });

    await workbench.cursorBehind(inHost, 'bundle: local-web-app');
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    await page.locator('.monaco-hover:visible', { hasText: 'A small shop in Node' }).first().waitFor();
    await page.keyboard.press('Escape');
  });

  test('go to definition leads from a connection to its component and from a bundle to its file', async () => {
    await workbench.cursorBehind(inHost, 'network: network.net');
    await page.keyboard.press('F12');
    const line = () =>
      inHost(
        (vscode) =>
          vscode.window.activeTextEditor.document.lineAt(vscode.window.activeTextEditor.selection.active.line).text,
      );
    await eventually(line, (now) => now === '  network:', { what: 'the component' });
    await workbench.cursorBehind(inHost, 'bundle: local-web-app');
    await page.keyboard.press('F12');
    const file = () => inHost((vscode) => vscode.window.activeTextEditor?.document.uri.path ?? '');
    await eventually(file, (now) => now.endsWith('local-web-app/bundle.yaml'), { what: 'the bundle' });
    await workbench.command('View: Close Editor');
    await page.locator('.tabs-container .tab.active[data-resource-name="infra.yaml"]').waitFor();
  });

  test('the diagram opens beside the text', async () => {
    await page.locator('.editor-actions .action-label[aria-label*="Open Diagram to the Side"]').click();
    diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    assert.deepEqual(await diagram.nodes(), [
      'assets',
      'cache',
      'database',
      'gateway',
      'jobs',
      'network',
      'web',
      'worker',
    ]);
    await diagram.edge('web.database').waitFor({ state: 'attached' });
    assert.equal(await text(), original, 'opening a diagram changes nothing');
  });

  test('dragging a bundle from the palette adds exactly those lines', async () => {
    await diagram.showBundles();
    const place = await diagram.freePlace();
    const bundle = diagram.bundle('local-scheduler');
    await bundle.scrollIntoViewIfNeeded();
    const network = await diagram.node('network').boundingBox();
    await diagram.drag(await centre(bundle), place);
    await diagram.node('scheduler').waitFor();
    const now = await text();
    const added = insertion(original, now);
    assert.match(added, /^\n? {2}scheduler:\n {4}bundle: local-scheduler@~1\n/);
    await page.waitForTimeout(500);
    // The view may move so that the details cover nothing; where the node is among the others does not.
    const box = await diagram.node('scheduler').boundingBox();
    const moved = await diagram.node('network').boundingBox();
    const off = { x: box.x - moved.x - (place.x - network.x), y: box.y - moved.y - (place.y - network.y) };
    assert.ok(Math.abs(off.x) < 60 && Math.abs(off.y) < 60, `it lands where it was dropped: ${JSON.stringify(off)}`);
    assert.equal(fs.readFileSync(sample.manifest, 'utf8'), original, 'nothing is saved');
  });

  test('dragging from port to port connects, and only fitting ports light up', async () => {
    await diagram.hideBundles();
    await diagram.showEverything();
    const before = await text();
    const from = await centre(diagram.port('network', 'resource', 'network'));
    const to = await centre(diagram.port('scheduler', 'dependency', 'network'));
    await diagram.drag(from, to, async () => {
      await diagram.frame.locator('.port.fitting').first().waitFor();
      await diagram.frame.locator('.port.dimmed').first().waitFor();
    });
    await diagram.edge('scheduler.network').waitFor({ state: 'attached' });
    assert.match(insertion(before, await text()), /^\s*connections:\n\s+network: network\.network\s*$/);
  });

  test('a connection that does not fit is refused with the reason, and the text stays', async () => {
    const before = await text();
    const from = await centre(diagram.port('assets', 'resource', 'bucket'));
    await diagram.drag(from, await centre(diagram.port('web', 'dependency', 'database')));
    await diagram.frame.locator('.notice').waitFor();
    assert.equal(await text(), before);
  });

  test('Ctrl+Z in the text takes the gestures back', async () => {
    await undoAll();
    await diagram.node('scheduler').waitFor({ state: 'detached' });
  });

  test('typing moves the diagram without saving', async () => {
    await workbench.cursorBehind(inHost, 'bundle: local-queue@~1');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    // The line is `title: Packing jobs`.
    await page.keyboard.type(' today');
    await eventually(
      () => diagram.node('jobs').textContent(),
      (shown) => shown.includes('Packing jobs today'),
    );
    assert.equal(fs.readFileSync(sample.manifest, 'utf8'), original);
    await undoAll();
    await eventually(
      () => diagram.node('jobs').textContent(),
      (shown) => !shown.includes('today'),
    );
  });

  test('while the text does not parse, the last diagram stays and says so', async () => {
    await workbench.cursorBehind(inHost, 'project: shop');
    await page.keyboard.type('\n\t- {');
    await diagram.frame.locator('.stale').waitFor();
    assert.equal((await diagram.nodes()).length, 8);
    await undoAll();
    await diagram.frame.locator('.stale').waitFor({ state: 'detached' });
  });

  test('the selection follows, both ways', async () => {
    await diagram.showEverything();
    await diagram.node('worker').locator('header').click();
    const line = () =>
      inHost(
        (vscode) =>
          vscode.window.visibleTextEditors[0].document.lineAt(vscode.window.visibleTextEditors[0].selection.active.line)
            .text,
      );
    await eventually(line, (now) => now.trim() === 'worker:', { what: 'the cursor at worker' });
    await workbench.cursorBehind(inHost, 'name: assets');
    await eventually(
      () => diagram.node('assets').getAttribute('class'),
      (classes) => / selected/.test(classes),
      {
        what: 'assets selected',
      },
    );
  });

  test('dragging a node writes the layout file, and the manifest stays', async () => {
    const file = sample.manifest.replace('.yaml', '.layout.json');
    const start = await centre(diagram.node('worker').locator('header'));
    await diagram.drag(start, { x: start.x + 30, y: start.y + 60 });
    const layout = await eventually(
      () => JSON.parse(fs.readFileSync(file, 'utf8')),
      (now) => now.worker,
      { what: 'the layout file' },
    );
    assert.equal(typeof layout.worker.x, 'number');
    assert.equal(await text(), original);
  });

  test('deleting in the diagram removes the lines, and the connections to them', async () => {
    await diagram.node('worker').locator('header').click();
    await page.keyboard.press('Delete');
    await diagram.node('worker').waitFor({ state: 'detached' });
    const now = await text();
    assert.ok(!now.includes('worker:') && now.includes('gateway:'));
    assert.ok(now.includes('# Orders that wait to be packed.'), 'comments of others stay');
    await undoAll();
    await diagram.node('worker').waitFor();
  });

  test('undo and redo on the canvas act on the text, however fast the keys', async () => {
    await diagram.node('worker').locator('header').click();
    await page.keyboard.press('Delete');
    await diagram.node('worker').waitFor({ state: 'detached' });
    const without = await text();
    const becomes = (wanted, what) => eventually(text, (now) => now === wanted, { what });
    // The text is in front for a moment each time; no key may be lost on the way there and back.
    for (let round = 1; round <= 6; round++) {
      await page.keyboard.press('Control+Z');
      await becomes(original, `the text of before, in round ${round}`);
      await page.keyboard.press('Control+Shift+Z');
      await becomes(without, `the text without the worker, in round ${round}`);
    }
    await diagram.node('worker').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Z');
    await diagram.node('worker').waitFor();
    assert.equal(await text(), original);
  });

  test('a problem in the details leads to its place in the text', async () => {
    await workbench.cursorBehind(inHost, 'port: 47315');
    await page.keyboard.type('x');
    await diagram.node('worker').locator('header').click();
    const problem = diagram.frame.getByLabel('Details', { exact: true }).locator('li button').first();
    await problem.click();
    await eventually(
      () =>
        inHost((vscode) => vscode.window.activeTextEditor?.document.getText(vscode.window.activeTextEditor.selection)),
      (selected) => selected === '47315x',
      { what: 'the wrong value selected' },
    );
    await undoAll();
  });

  test('Add Component does the same from the keyboard', async () => {
    await workbench.cursorBehind(inHost, 'project');
    await workbench.command('Patchbay: Add Component…');
    await page.locator('.quick-input-widget input[placeholder="Which bundle?"]').fill('local-queue');
    await workbench.pick('local-queue');
    await diagram.node('queue').waitFor();
    assert.match(insertion(original, await text()), /^\n? {2}queue:\n {4}bundle: local-queue@~1\n/);
    await undoAll();
  });
});

describe('a folder without a manifest', { skip }, () => {
  let folder, session;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pbw-'));
    fs.writeFileSync(path.join(folder, 'README.md'), '# Nothing here yet\n');
    session = await openWorkbench(folder);
  });

  after(async () => {
    await session?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('a command that needs one offers to write the first', async () => {
    const { workbench, page, inHost } = session;
    await workbench.command('Patchbay: Plan');
    await workbench
      .notification('There is no manifest here yet')
      .getByRole('button', { name: 'Create infra.yaml' })
      .click();
    await workbench.opened('infra.yaml');
    await eventually(
      () => inHost((vscode) => vscode.window.activeTextEditor?.document.getText()),
      (text) => text?.startsWith('project: name\n\ncomponents:\n  network:\n'),
      { what: 'the first lines of a manifest' },
    );
    await page.keyboard.type('trial');
    await page.keyboard.press('Escape');
    await workbench.command('Patchbay: Open Diagram to the Side');
    const diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    assert.deepEqual(await diagram.nodes(), ['network']);
  });
});

/** What was inserted in one place; fails when anything else changed. */
function insertion(before, now) {
  let start = 0;
  while (start < before.length && before[start] === now[start]) start++;
  const rest = before.length - start;
  assert.equal(now.slice(now.length - rest), before.slice(start), 'every other byte stays');
  // From a line's start, so that the lines read as lines.
  let lineStart = start;
  while (lineStart > 0 && before[lineStart - 1] !== '\n') lineStart--;
  const shift = start - lineStart;
  const end = now.length - rest;
  if (now.slice(lineStart, start) === now.slice(end - shift, end)) return now.slice(lineStart, end - shift);
  return now.slice(start, end);
}
