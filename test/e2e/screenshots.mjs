/**
 * Makes the pictures of the product, after a build: `node test/e2e/screenshots.mjs`. The one of the
 * README, and one for each kind of theme in `.cache/screenshots`, to look at.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Diagram } from './diagram.mjs';
import { copySample, extensionFolder, openWorkbench, root } from './host.mjs';

const looks = path.join(root, '.cache', 'screenshots');
mkdirSync(looks, { recursive: true });
const pictures = [
  { file: path.join(root, 'extension', 'media', 'readme.png'), theme: 'Default Dark Modern', bundles: true },
  { file: path.join(looks, 'light.png'), theme: 'Default Light Modern', bundles: false },
  { file: path.join(looks, 'high-contrast.png'), theme: 'Default High Contrast', bundles: false },
];
const cli = path.join(extensionFolder, 'dist', 'cli.js');
const sample = copySample();
engine('deploy');
try {
  for (const picture of pictures) await take(picture);
} finally {
  engine('destroy');
  sample.remove();
}

async function take({ file, theme, bundles }) {
  const session = await openWorkbench(sample.folder, {
    file: sample.manifest,
    viewport: { width: 1600, height: 840 },
    overrides: {
      'workbench.colorTheme': theme,
      'editor.fontSize': 13,
      'window.commandCenter': false,
      'workbench.activityBar.location': 'hidden',
    },
  });
  const { workbench, page, inHost } = session;
  try {
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await workbench.command('Patchbay: Open Diagram to the Side');
    await inHost((vscode) =>
      vscode.commands.executeCommand('vscode.setEditorLayout', {
        orientation: 0,
        groups: [{ size: 0.27 }, { size: 0.73 }],
      }),
    );
    const diagram = new Diagram(workbench.webview(), page);
    await diagram.ready();
    if (bundles) await diagram.showBundles();
    else await diagram.hideBundles();
    await workbench.cursorBehind(inHost, 'database: database');
    await page.waitForTimeout(500);
    await diagram.showEverything();
    const badge = diagram.frame.locator('.state.good').first();
    await badge.waitFor();
    await page.screenshot({ path: file });
    console.log(file);
  } finally {
    await session.close();
  }
}

function engine(action) {
  const args = [cli, action, sample.manifest, '--environment', 'staging', '--yes'];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${action} failed`);
}
