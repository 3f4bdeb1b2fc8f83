/** Runs that do not go well: cancelled, failing, refused, without their tools. Each says so where a person looks, and the next one works. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Diagram } from './diagram.mjs';
import { copySample, eventually, extensionFolder, missingTools, openWorkbench } from './host.mjs';

const skip = missingTools();

describe('runs that do not go well', { skip }, () => {
  let sample, session, workbench, inHost, diagram;

  before(async () => {
    sample = copySample();
    session = await openWorkbench(sample.folder, {
      viewport: { width: 1900, height: 1050 },
      file: sample.manifest,
      overrides: { 'patchbay.tools.terraform': path.join(sample.folder, 'no-such-terraform') },
    });
    ({ workbench, inHost } = session);
    await workbench.command('Patchbay: Open Diagram to the Side');
    diagram = new Diagram(workbench.webview(), session.page);
    await diagram.ready();
  });

  after(async () => {
    const cli = path.join(extensionFolder, 'dist', 'cli.js');
    if (sample) spawnSync(process.execPath, [cli, 'destroy', sample.manifest, '--environment', 'staging', '--yes']);
    await session?.close();
    sample?.remove();
  });

  const press = (name) => diagram.frame.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
  const confirm = async (action) => {
    await press(action);
    const dialog = workbench.dialog();
    await dialog.getByText(`${action} staging?`).waitFor({ timeout: 60_000 });
    await dialog.getByRole('button', { name: action }).click();
  };
  /** Waits for a notification, and for nothing to run, and clears it away. */
  const told = async (text) => {
    const notification = workbench.notification(text);
    await notification.waitFor({ timeout: 90_000 });
    const shown = await notification.textContent();
    await workbench.command('Notifications: Clear All Notifications');
    await diagram.frame.locator('button.cancel').waitFor({ state: 'detached' });
    return shown;
  };
  const applying = () =>
    eventually(
      () => diagram.states(),
      (states) => Object.values(states).some((state) => state === 'Applying'),
      { what: 'a component that is being applied' },
    );

  test('a port in use: the node, its details and the notification say so', async () => {
    const inTheWay = net.createServer((socket) => socket.destroy());
    await new Promise((resolve) => inTheWay.listen(47311, '127.0.0.1', resolve));
    try {
      await confirm('Deploy');
      await workbench.notification('Port 47311').waitFor({ timeout: 90_000 });
      await diagram
        .node('assets')
        .locator('.state', { hasText: /Failed\s*Port 47311/ })
        .waitFor();
      // What depends on it was not started.
      await diagram.shows('web', 'Not deployed');
      await workbench.notification('Port 47311').getByRole('button', { name: 'Show assets' }).click();
      await eventually(
        () =>
          inHost((vscode) =>
            vscode.window.activeTextEditor?.document.getText(vscode.window.activeTextEditor.selection),
          ),
        (selected) => selected === 'assets',
        { what: 'the failed component in the text' },
      );
      await diagram.node('assets').locator('header').click();
      await diagram.frame.getByLabel('Details', { exact: true }).getByText('Port 47311').first().waitFor();
    } finally {
      await new Promise((resolve) => inTheWay.close(resolve));
    }
    await workbench.command('Notifications: Clear All Notifications');
  });

  test('a run that the diagram cancels stops, and the next one goes on from there', async () => {
    await confirm('Destroy');
    await told('Destroyed staging.');
    await confirm('Deploy');
    await applying();
    await press('Cancel');
    assert.match(await told('was cancelled'), /The next run goes on from there/);
    assert.notEqual((await diagram.states()).web, 'Deployed');
    await confirm('Deploy');
    await told('Deployed staging.');
    await diagram.shows('web', 'Deployed');
  });

  test('so does one whose task is terminated', async () => {
    await confirm('Destroy');
    await eventually(
      () => diagram.states(),
      (states) => Object.values(states).some((state) => state === 'Destroying'),
    );
    await inHost((vscode) => vscode.tasks.taskExecutions.forEach((execution) => execution.terminate()));
    await told('was cancelled');
    await confirm('Destroy');
    await told('Destroyed staging.');
    await assert.rejects(fetch('http://127.0.0.1:47310/'));
  });

  test('an environment that is protected is not destroyed', async () => {
    await inHost(async (vscode) => {
      const document = vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'infra-manifest');
      const at = document.positionAt(document.getText().indexOf('staging: {}'));
      const edit = new vscode.WorkspaceEdit();
      const line = 'staging: { protected: true }';
      edit.replace(document.uri, new vscode.Range(at, at.translate(0, 'staging: {}'.length)), line);
      await vscode.workspace.applyEdit(edit);
    });
    const destroy = diagram.frame.getByRole('toolbar').getByRole('button', { name: 'Destroy', exact: true });
    await eventually(() => destroy.isDisabled(), Boolean, { what: 'a button that cannot be pressed' });
    assert.equal(await destroy.getAttribute('title'), 'staging is protected: the manifest says so.');
    await inHost(
      (vscode, file) => vscode.commands.executeCommand('patchbay.destroy', vscode.Uri.file(file), 'staging'),
      sample.manifest,
    );
    assert.match(await told('staging is protected'), /remove `protected: true`/);
  });

  test('a terraform that is not there: which, and what to do', async () => {
    const manifest = path.join(sample.folder, 'server.infra.yaml');
    writeFileSync(manifest, 'components:\n  database:\n    bundle: local-postgres@~1\n\nenvironments:\n  only: {}\n');
    void inHost(
      (vscode, file) => vscode.commands.executeCommand('patchbay.plan', vscode.Uri.file(file), 'only'),
      manifest,
    );
    assert.match(await told('Planning only failed.'), /database: .*no-such-terraform/);
  });
});
