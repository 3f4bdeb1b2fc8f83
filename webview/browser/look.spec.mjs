import { edge, eventually, intents, node, openDemo, sent } from './demo.mjs';

/** Looking at a diagram: selection both ways, search, run states, what is stale or hostile, themes, the keyboard. */
export async function run(page, baseUrl, assert) {
  await selection(page, baseUrl, assert);
  await search(page, baseUrl, assert);
  await runStates(page, baseUrl, assert);
  await synchronisation(page, baseUrl, assert);
  await hostileText(page, baseUrl, assert);
  await themes(page, baseUrl, assert);
  await untrusted(page, baseUrl, assert);
  await cursorInText(page, baseUrl, assert);
  await withoutWorker(page, baseUrl, assert);
  await hiddenAndShown(page, baseUrl, assert);
  await anotherSize(page, baseUrl, assert);
}

/** A terminal opens below, and closes again. */
async function anotherSize(page, baseUrl, assert) {
  const size = page.viewportSize();
  const lower = { width: size.width, height: Math.round(size.height * 0.45) };
  const allInside = () =>
    page.locator('.svelte-flow__node').evaluateAll((nodes) => {
      const area = document.querySelector('.canvas').getBoundingClientRect();
      return nodes.every((element) => {
        const box = element.getBoundingClientRect();
        return box.top >= area.top && box.bottom <= area.bottom && box.left >= area.left && box.right <= area.right;
      });
    });
  await openDemo(page, baseUrl);
  await page.setViewportSize(lower);
  await eventually(allInside, 'everything to be seen in the lower panel');
  await page.setViewportSize(size);

  await openDemo(page, baseUrl);
  await page.mouse.move(500, 400);
  await page.mouse.wheel(0, -300);
  await page.waitForTimeout(300);
  const before = await node(page, 'api').boundingBox();
  await page.setViewportSize(lower);
  await page.waitForTimeout(400);
  assert.deepEqual(await node(page, 'api').boundingBox(), before, 'a view that a person chose stays');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await eventually(allInside, 'everything to be seen when asked for');
  await page.setViewportSize(size);
}

async function withoutWorker(page, baseUrl, assert) {
  const script = '**/layout-worker.js';
  await page.route(script, (route) => route.abort());
  await openDemo(page, baseUrl);
  await page.unroute(script);
  const boxes = await page
    .locator('.svelte-flow__node')
    .evaluateAll((nodes) => nodes.map((element) => element.getBoundingClientRect().toJSON()));
  assert.equal(boxes.length, 9);
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  for (const [index, a] of boxes.entries())
    for (const b of boxes.slice(index + 1)) assert.ok(apart(a, b), 'no node covers another');
}

async function hiddenAndShown(page, baseUrl, assert) {
  await openDemo(page, baseUrl, { keep: 'yes' });
  await page.getByRole('button', { name: 'Hide bundles' }).click();
  await page.mouse.move(500, 400);
  await page.mouse.wheel(0, 150);
  await page.waitForTimeout(700);
  const before = await node(page, 'api').boundingBox();
  await openDemo(page, baseUrl, { keep: 'yes' });
  assert.deepEqual(await node(page, 'api').boundingBox(), before, 'the view is as it was');
  assert.ok(await page.getByRole('button', { name: 'Show bundles' }).isVisible());
}

async function cursorInText(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await page.evaluate(() => window.patchbayDemo.send({ type: 'select', element: { kind: 'node', id: 'cache' } }));
  await eventually(
    () => node(page, 'cache').evaluate((element) => element.classList.contains('selected')),
    'it selected',
  );
  assert.equal(await page.getByLabel('Details', { exact: true }).count(), 0, 'moving the cursor opens nothing');
  assert.equal(await page.locator('.node.dimmed').count(), 0, 'and dims nothing');
}

async function selection(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await node(page, 'api').click({ position: { x: 80, y: 20 } });
  const selects = await sent(page, 'select');
  assert.deepEqual(selects.at(-1), { type: 'select', element: { kind: 'node', id: 'api' }, reveal: true });
  const details = page.getByLabel('Details', { exact: true });
  assert.match(await details.textContent(), /k8s-app@2\.3\.1/);
  assert.ok(await node(page, 'mailer').locator('.dimmed').count(), 'what the selection does not touch dims');
  assert.equal(await node(page, 'network').locator('.dimmed').count(), 0, 'its dependencies do not');
  await details.getByText('http://localhost:4000').click();
  assert.deepEqual((await sent(page, 'openLink')).at(-1), { type: 'openLink', component: 'api', index: 0 });
  const count = (await sent(page, 'select')).length;
  await page.evaluate(() => window.patchbayDemo.send({ type: 'select', element: { kind: 'edge', id: 'cache.vpc' } }));
  await eventually(
    () => edge(page, 'cache.vpc').evaluate((element) => element.classList.contains('selected')),
    'the edge selected',
  );
  await page.waitForTimeout(100);
  assert.equal((await sent(page, 'select')).length, count, 'what the text selected is not sent back');
  await page.locator('.svelte-flow__pane').click({ position: { x: 300, y: 30 } });
  await eventually(async () => (await sent(page, 'select')).at(-1).element === null, 'nothing selected');
  assert.deepEqual(await intents(page), []);
}

async function search(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('postgres');
  await page.locator('.node.found').first().waitFor();
  const found = await page
    .locator('.svelte-flow__node:has(.found)')
    .evaluateAll((nodes) => nodes.map((element) => element.dataset.node));
  assert.deepEqual(found.sort(), ['api', 'database', 'mailer', 'storefront'], 'by bundle and by type');
  await page.keyboard.press('Escape');
  await page.locator('.node.found').first().waitFor({ state: 'detached' });
}

async function runStates(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  assert.match(await node(page, 'database').textContent(), /Deployed/);
  await page.getByRole('button', { name: 'Plan' }).click();
  assert.deepEqual((await sent(page, 'run')).at(-1), { type: 'run', action: 'plan', environment: 'staging' });
  await node(page, 'network').getByText('Planning').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Deploy' }).isDisabled(), 'one run at a time');
  assert.ok(await page.getByRole('button', { name: 'Cancel' }).isEnabled());
  await node(page, 'network').click({ position: { x: 80, y: 20 } });
  await page.getByLabel('Log').waitFor();
  assert.equal(await page.getByLabel('Log').textContent(), 'network: plan started', 'control sequences are left out');
  await page.getByRole('combobox', { name: 'Environment' }).selectOption('production');
  assert.deepEqual((await sent(page, 'environment')).at(-1), { type: 'environment', name: 'production' });
  assert.match(await node(page, 'database').textContent(), /Not deployed/);
  assert.match(await page.getByRole('button', { name: 'Destroy' }).getAttribute('title'), /protected/);
}

async function synchronisation(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await page.evaluate(() =>
    window.patchbayDemo.send({
      type: 'patch',
      version: 2,
      revision: 2,
      patches: [],
      stale: 'Line 3: a value is missing.',
    }),
  );
  await page.getByText('Line 3: a value is missing.').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Deploy' }).isDisabled());
  assert.deepEqual((await sent(page, 'acknowledge')).at(-1), { type: 'acknowledge', revision: 2 });
  await page.evaluate(() => window.patchbayDemo.send({ type: 'patch', version: 9, revision: 9, patches: [] }));
  await eventually(async () => (await sent(page, 'resync')).length === 1, 'a gap in the revisions reported');
  await page.getByText('Line 3: a value is missing.').waitFor({ state: 'detached' });
  await page.evaluate(() => window.patchbayDemo.send({ type: 'patch', version: 'no', revision: 3, patches: 'no' }));
  await page.evaluate(() =>
    window.patchbayDemo.send({ type: 'unavailable', message: 'The file is too large to show.' }),
  );
  await page.getByText('The file is too large to show.').waitFor();
}

async function hostileText(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  const title = '<img src=x onerror="window.hacked = true">';
  const added = {
    id: 'constructor',
    kind: 'component',
    title,
    dependencies: [],
    resources: [],
    problems: [{ severity: 'error', message: title }],
  };
  const odd = {
    ...added,
    id: 'a"]\\ b',
    title: '__proto__',
    resources: [{ name: 'o"dd', type: 'x"y', required: false, filled: 'open' }],
  };
  await page.evaluate(
    (nodes) =>
      window.patchbayDemo.send({
        type: 'patch',
        version: 2,
        revision: 2,
        patches: nodes.map((node) => ({ op: 'addNode', node })),
      }),
    [added, odd],
  );
  await node(page, 'constructor').waitFor();
  assert.equal(await node(page, 'constructor').locator('.title').textContent(), title);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator('.svelte-flow__node').count(), 11);
}

async function themes(page, baseUrl, assert) {
  const seen = new Set();
  for (const theme of ['dark', 'light', 'high-contrast']) {
    await openDemo(page, baseUrl, { theme });
    const colours = await node(page, 'database')
      .locator('.node')
      .evaluate((element) => {
        const style = getComputedStyle(element);
        return `${style.backgroundColor} ${style.color}`;
      });
    seen.add(colours);
  }
  assert.equal(seen.size, 3, 'the colours are the theme’s');
}

async function untrusted(page, baseUrl, assert) {
  await openDemo(page, baseUrl, { trusted: 'no' });
  const deploy = page.getByRole('button', { name: 'Deploy' });
  assert.ok(await deploy.isDisabled());
  assert.match(await deploy.getAttribute('title'), /Trust this workspace/);
}
