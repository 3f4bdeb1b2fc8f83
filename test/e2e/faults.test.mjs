/** What the editor has to survive: hostile text, forged messages, two views on one file, a reload, an untrusted workspace. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Diagram, centre } from './diagram.mjs';
import { copySample, eventually, extensionFolder, missingTools, openWorkbench } from './host.mjs';

const skip = missingTools();

describe('faults', { skip }, () => {
  let sample, original, session, workbench, page, inHost, diagram;

  before(async () => {
    sample = copySample();
    original = fs.readFileSync(sample.manifest, 'utf8');
    session = await openWorkbench(sample.folder, {
      viewport: { width: 1900, height: 1050 },
      file: sample.manifest,
      prepare: (context) => context.addInitScript(keepEditorApi),
    });
    ({ workbench, page, inHost } = session);
    await workbench.command('Patchbay: Open Diagram to the Side');
    diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    await diagram.hideBundles();
  });

  after(async () => {
    await session?.close();
    sample?.remove();
  });

  const manifestText = (vscode) =>
    vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'infra-manifest').getText();
  const text = () => inHost(manifestText);
  /** Replaces the whole text, as a program would. */
  const replaceText = (content) =>
    inHost(async (vscode, next) => {
      const document = vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'infra-manifest');
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), next);
      await vscode.workspace.applyEdit(edit);
    }, content);
  const problems = () =>
    inHost((vscode) => vscode.languages.getDiagnostics().flatMap(([, list]) => list.map(({ message }) => message)));
  /** Sends a message as the page's own script would. */
  const forge = (message) =>
    diagram.frame.locator('body').evaluate((_, sent) => globalThis.editorApi.postMessage(sent), message);

  test('bombs and half a file leave the language server running, and the diagram where it was', async () => {
    const before = serverProcess();
    const bombs = [
      '['.repeat(10_000),
      `${'a: '.repeat(3000)}x`,
      aliasBomb(),
      original.slice(0, original.length / 2),
      `<<<<<<< HEAD\n${original}\n=======\n>>>>>>> other\n`,
    ];
    for (const bomb of bombs) {
      await replaceText(bomb);
      await eventually(problems, (list) => list.length > 0, { what: 'a problem' });
    }
    await replaceText('\u0000\u0001\u0002');
    await replaceText(original);
    await eventually(problems, (list) => list.length === 0, { what: 'no problem' });
    assert.equal(serverProcess(), before, 'the same process serves');
    await eventually(
      () => diagram.nodes(),
      (nodes) => nodes.length === 8,
    );
  });

  test('forged and malformed messages of the page do nothing', async () => {
    await forge({ type: 'run', action: 'deploy', environment: '; touch /tmp/owned' });
    await forge({ type: 'run', action: 'deploy', environment: 'elsewhere' });
    await forge({ type: 'command', command: 'workbench.action.files.newUntitledFile' });
    await forge({ type: 'openLink', component: 'web', index: 0 });
    await forge({ type: 'select', element: { kind: 'node', id: '../../etc/passwd' }, reveal: true });
    await forge({ type: 'moved', positions: { 'not-there': { x: 1, y: 1 } } });
    await forge('nonsense');
    await forge(null);
    await page.waitForTimeout(800);
    assert.equal(await text(), original);
    assert.equal(fs.existsSync(path.join(sample.folder, '.patchbay')), false, 'nothing ran');
    assert.equal(await page.locator('.tabs-container .tab').count(), 2, 'nothing opened');
    const layout = sample.manifest.replace('.yaml', '.layout.json');
    assert.ok(!fs.existsSync(layout) || !fs.readFileSync(layout, 'utf8').includes('not-there'));
  });

  test('markup in the text is text in the diagram', async () => {
    const markup = '<img src=x onerror="document.title=1"><b>Shop</b>';
    await replaceText(original.replace('title: Shop\n', `title: '${markup}'\n`));
    await eventually(
      () => diagram.node('web').textContent(),
      (shown) => shown.includes(markup),
    );
    assert.equal(await diagram.frame.locator('img').count(), 0);
    await replaceText(original);
  });

  test('typing while a connection is dragged loses neither', async () => {
    await replaceText(original.replace(/ {6}cache: cache\.authentication\n/, ''));
    await diagram.edge('web.cache').waitFor({ state: 'detached' });
    await diagram.showEverything();
    const from = await centre(diagram.port('cache', 'resource', 'authentication'));
    const to = await centre(diagram.port('web', 'dependency', 'cache'));
    await diagram.drag(from, to, () =>
      inHost(async (vscode) => {
        const { document } = vscode.window.visibleTextEditors[0];
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(0, 0), '# typed meanwhile\n\n');
        await vscode.workspace.applyEdit(edit);
      }),
    );
    await diagram.edge('web.cache').waitFor({ state: 'attached' });
    const now = await text();
    assert.ok(now.startsWith('# typed meanwhile\n\n# A small shop.'));
    assert.match(now, / {2}web:\n[^#]*connections:[^]*? {6}cache: cache\.authentication\n/);
    await replaceText(original);
  });

  test('a replayed gesture counts once', async () => {
    const message = {
      type: 'intent',
      request: 1000,
      version: 1,
      intent: { kind: 'addComponent', bundle: 'local-queue@~1' },
    };
    await forge(message);
    await forge(message);
    await diagram.node('queue').waitFor();
    await page.waitForTimeout(500);
    assert.equal((await text()).match(/bundle: local-queue@~1/g).length, 2, 'the one of the sample and one more');
    await replaceText(original);
    await diagram.node('queue').waitFor({ state: 'detached' });
  });

  test('a file with CRLF keeps it', async () => {
    const setEndOfLine = (vscode, crlf) =>
      vscode.window.visibleTextEditors[0].edit((edit) =>
        edit.setEndOfLine(crlf ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF),
      );
    await inHost(setEndOfLine, true);
    await forge({
      type: 'intent',
      request: 2000,
      version: 1,
      intent: { kind: 'addComponent', bundle: 'local-queue@~1' },
    });
    await diagram.node('queue').waitFor();
    assert.doesNotMatch(await text(), /[^\r]\n/);
    await inHost(setEndOfLine, false);
    await replaceText(original);
    await diagram.node('queue').waitFor({ state: 'detached' });
  });

  test('a layout file that cannot be read is never written over, and the person is told', async () => {
    const file = sample.manifest.replace('.yaml', '.layout.json');
    const broken = '{ "web": { "x": 1, <<<<<<<';
    fs.writeFileSync(file, broken);
    const start = await centre(diagram.node('worker').locator('header'));
    await diagram.drag(start, { x: start.x + 25, y: start.y + 25 });
    await workbench.notification('infra.layout.json cannot be read').waitFor();
    assert.equal(fs.readFileSync(file, 'utf8'), broken);
    await workbench.command('Notifications: Clear All Notifications');
    fs.rmSync(file);
  });

  test('the custom editor and the panel show the same file, and both follow', async () => {
    await inHost(
      (vscode, file) =>
        vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'patchbay.diagramEditor', 1),
      sample.manifest,
    );
    await page.locator('.tab.active', { hasText: 'infra.yaml' }).first().waitFor();
    const frames = page.locator('iframe.webview.ready');
    await eventually(
      () => frames.count(),
      (count) => count === 2,
      { what: 'two webviews' },
    );
    const views = [0, 1].map((nth) => new Diagram(workbench.webview(nth), page));
    for (const view of views) await view.ready();
    await replaceText(original.replace('title: Packing jobs', 'title: Seen twice'));
    for (const view of views)
      await eventually(
        () => view.node('jobs').textContent(),
        (shown) => shown.includes('Seen twice'),
      );
    await replaceText(original);
    const tabs = () =>
      inHost((vscode) => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)));
    const before = await tabs();
    // The custom editor is in the first column, on the left.
    const [left, right] = await Promise.all([0, 1].map(async (nth) => (await frames.nth(nth).boundingBox()).x));
    const editor = views[left < right ? 0 : 1];
    await editor.showEverything();
    await editor.node('worker').locator('header').click();
    await page.keyboard.press('Delete');
    for (const view of views) await view.node('worker').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Z');
    for (const view of views) await view.node('worker').waitFor();
    assert.deepEqual(await tabs(), before, 'undoing opens nothing');
    await inHost((vscode) => vscode.commands.executeCommand('workbench.action.files.saveAll'));
    await inHost((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  });

  test('the panel is back after a reload', async () => {
    // Without the file to open: naming one keeps VS Code from bringing the editors back.
    await page.goto(session.server.url(sample.folder), { waitUntil: 'domcontentloaded' });
    await workbench.ready();
    diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    assert.equal((await diagram.nodes()).length, 8);
  });

  /** The process id of the language server that this VS Code started. */
  function serverProcess() {
    const found = execFileSync(
      'pgrep',
      [
        '-f',
        `${fs.realpathSync(extensionFolder)}/dist/language-server/server.js|${session.server.folder}.*dist/language-server/server.js`,
      ],
      {
        encoding: 'utf8',
      },
    );
    const own = found
      .split('\n')
      .filter((id) => id !== '' && environmentOf(id).includes(`TMPDIR=${session.server.folder}`));
    assert.equal(own.length, 1, 'one language server');
    return own[0];
  }
});

describe('an untrusted workspace', { skip }, () => {
  let sample, session, workbench, page, inHost, diagram;

  before(async () => {
    sample = copySample();
    session = await openWorkbench(sample.folder, {
      trust: false,
      file: sample.manifest,
      viewport: { width: 1900, height: 1050 },
    });
    ({ workbench, page, inHost } = session);
  });

  after(async () => {
    await session?.close();
    sample?.remove();
  });

  test('the language features and the diagram work', async () => {
    await workbench.command('Patchbay: Open Diagram to the Side');
    diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    assert.equal((await diagram.nodes()).length, 8);
    assert.equal(await inHost((vscode) => vscode.workspace.isTrusted), false);
    assert.ok(
      await diagram.frame.getByRole('toolbar').getByRole('button', { name: 'Deploy', exact: true }).isDisabled(),
    );
  });

  test('nothing is executed, however it is asked for', async () => {
    await workbench.cursorBehind(inHost, 'project');
    await workbench.command('Patchbay: Plan');
    await workbench.notification('Patchbay does not plan in a restricted workspace').waitFor();
    for (const action of ['plan', 'deploy', 'destroy']) {
      await inHost(
        (vscode, command, file) => vscode.commands.executeCommand(command, vscode.Uri.file(file), 'staging'),
        `patchbay.${action}`,
        sample.manifest,
      );
    }
    await page.waitForTimeout(500);
    assert.equal(fs.existsSync(path.join(sample.folder, '.patchbay')), false);
  });
});

/** Nine levels of nine: 387 million values when followed. */
function aliasBomb() {
  const names = [...'abcdefghi'];
  const lists = names.map((name, index) => {
    const items = Array(9).fill(index === 0 ? 'x' : `*${names[index - 1]}`);
    return `      ${name}: &${name} [${items.join(', ')}]`;
  });
  return ['components:', '  web:', '    bundle: local-web-app@~1', '    params:', ...lists, ''].join('\n');
}

function environmentOf(processId) {
  try {
    return fs.readFileSync(`/proc/${processId}/environ`, 'utf8');
  } catch {
    return '';
  }
}

/** Runs in every frame: keeps what a webview's page is handed once, so that a test can speak as the page. */
function keepEditorApi() {
  let acquire;
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    set(real) {
      acquire = real;
    },
    get: () => acquire && (() => (globalThis.editorApi = acquire())),
  });
}
