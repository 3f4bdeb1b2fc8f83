import { openWorkbench, copySample, eventually } from './host.mjs';
import fs from 'node:fs';
const sample = copySample();
fs.mkdirSync(sample.folder + '/.vscode', { recursive: true });
fs.writeFileSync(
  sample.folder + '/.vscode/settings.json',
  JSON.stringify({ 'patchbay.diagram.openAutomatically': true }),
);
const t0 = Date.now();
const { workbench, page, inHost, close, server } = await openWorkbench(sample.folder, {
  file: sample.manifest,
  overrides: { 'workbench.colorTheme': 'Default Dark Modern' },
});
page.on('console', (m) => {
  if (/error|warn/i.test(m.type()) && /patchbay|csp|security|diagram/i.test(m.text()))
    console.log('[page]', m.text().slice(0, 300));
});
console.log('ready', Date.now() - t0);
try {
  const nodes = workbench.webview().locator('.svelte-flow__node');
  await eventually(
    () => nodes.count(),
    (n) => n > 0,
    { within: 25000 },
  );
  console.log('nodes', await nodes.count(), Date.now() - t0);
  await new Promise((r) => setTimeout(r, 2500));
} catch (e) {
  console.log(String(e));
}
await page.screenshot({ path: '/tmp/shots/first.png' });
console.log(
  await inHost(async (vscode) =>
    vscode.languages
      .getDiagnostics()
      .filter(([, l]) => l.length)
      .map(([uri, list]) => [uri.path, list.map((d) => d.message)]),
  ),
);
import { execSync } from 'node:child_process';
console.log(
  execSync(
    `find ${server.folder} -name '*.log' | xargs ls -la | grep -i patchbay; cat $(find ${server.folder} -name '*Patchbay*.log') | tail -30; grep -il "patchbay" $(find ${server.folder} -name 'remoteexthost.log') && grep -i "patchbay\\|error" $(find ${server.folder} -name 'remoteexthost.log') | tail -20; true`,
  ).toString(),
);
await close();
sample.remove();
