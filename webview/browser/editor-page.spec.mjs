import { eventually } from './demo.mjs';

const nonce = 'f3a1';
const policy = [
  "default-src 'none'",
  `script-src 'nonce-${nonce}'`,
  "style-src 'self'",
  'worker-src blob:',
  "connect-src 'self'",
  "img-src 'self' data:",
].join('; ');

/** The page as the editor shows it: the built files, under its content security policy, without a violation. */
export async function run(page, baseUrl, assert) {
  const url = new URL('editor.html', baseUrl).href;
  const state = stateMessage();
  await page.route(url, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': policy },
      body: `<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" href="dist/diagram.css"></head>
        <body class="vscode-dark"><div id="app" data-layout-worker="dist/layout-worker.js"></div>
        <script nonce="${nonce}" src="dist/diagram.js"></script></body></html>`,
    }),
  );
  // Scripts that the test adds are outside the policy, as the editor's own are.
  await page.addInitScript(() => {
    if (!location.pathname.endsWith('/editor.html')) return;
    window.violations = [];
    window.fromWebview = [];
    window.workers = 0;
    addEventListener('securitypolicyviolation', (event) =>
      window.violations.push(`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber}`),
    );
    const { Worker: RealWorker } = window;
    window.Worker = class extends RealWorker {
      constructor(script) {
        super(script);
        this.addEventListener('message', () => window.workers++);
      }
    };
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.fromWebview.push(message),
      getState: () => undefined,
      setState: () => undefined,
    });
  });
  await page.goto(url);
  await eventually(
    () => page.evaluate(() => window.fromWebview.some((message) => message.type === 'ready')),
    'the page ready',
  );
  await page.evaluate((message) => window.postMessage(message, '*'), state);
  await page.locator('.svelte-flow__node').first().waitFor();
  assert.ok((await page.evaluate(() => window.workers)) > 0, 'the layout ran in its worker');

  await page.locator('.svelte-flow__node').first().click();
  await page.locator('.svelte-flow__edge').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.svelte-flow__edgeupdater').first().waitFor();
  await page.evaluate(() => window.postMessage({ type: 'unavailable', message: 'gone' }, '*'));
  await page.getByText('gone').waitFor();
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  await page.unroute(url);
}

function stateMessage() {
  const port = (name, filled) => ({ name, type: 'network', required: false, filled });
  const component = { kind: 'component', problems: [{ severity: 'warning', message: 'careful' }] };
  const graph = {
    environments: [{ name: 'staging', protected: false }],
    nodes: [
      { ...component, id: 'net', title: 'net', dependencies: [], resources: [port('vpc', 'connection')] },
      { ...component, id: 'app', title: 'App', dependencies: [port('vpc', 'connection')], resources: [] },
    ],
    edges: [{ id: 'app.vpc', from: { node: 'net', port: 'vpc' }, to: { node: 'app', port: 'vpc' } }],
  };
  return {
    type: 'state',
    version: 1,
    revision: 1,
    graph,
    layout: {},
    trusted: true,
    fileName: 'infra.yaml',
    stale: 'one moment',
  };
}
