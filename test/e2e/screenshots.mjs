/**
 * Makes the pictures of the product: `node test/e2e/screenshots.mjs [FOLDER]`, after a build.
 * The one of the README is in the dark theme, with the sample deployed; the others show the themes.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Diagram } from './diagram.mjs';
import { copySample, extensionFolder, openWorkbench, root } from './host.mjs';

const target = path.resolve(process.argv[2] ?? path.join(root, 'docs'));
mkdirSync(target, { recursive: true });
const themes = [
  ['dark', 'Default Dark Modern'],
  ['light', 'Default Light Modern'],
  ['high-contrast', 'Default High Contrast'],
];
const cli = path.join(extensionFolder, 'dist', 'cli.js');
const sample = copySample();
engine('deploy');
try {
  for (const [name, theme] of themes) await picture(name, theme);
} finally {
  engine('destroy');
  sample.remove();
}

async function picture(name, theme) {
  const session = await openWorkbench(sample.folder, {
    file: sample.manifest,
    viewport: { width: 1680, height: 960 },
    overrides: { 'workbench.colorTheme': theme, 'editor.fontSize': 13, 'window.commandCenter': false },
  });
  const { workbench, page, inHost } = session;
  try {
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.command('Patchbay: Open Diagram to the Side');
    await inHost((vscode) =>
      vscode.commands.executeCommand('vscode.setEditorLayout', {
        orientation: 0,
        groups: [{ size: 0.38 }, { size: 0.62 }],
      }),
    );
    const diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    await diagram.hideBundles();
    await workbench.cursorBehind(inHost, 'database: database');
    await page.waitForTimeout(500);
    await diagram.showEverything();
    const badge = diagram.frame.locator('.state.good').first();
    await badge.waitFor();
    await page.screenshot({ path: path.join(target, `patchbay-${name}.png`) });
    console.log(path.join(target, `patchbay-${name}.png`));
  } finally {
    await session.close();
  }
}

function engine(action) {
  const args = [cli, action, sample.manifest, '--environment', 'staging', '--yes'];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${action} failed`);
}
