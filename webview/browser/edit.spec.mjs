import { centre, drag, edge, eventually, intents, node, openDemo, port, sent } from './demo.mjs';

/** Gestures become intents, and the patches that come back change what is drawn. */
export async function run(page, baseUrl, assert) {
  await dragToAdd(page, baseUrl, assert);
  await keyboardToAdd(page, baseUrl, assert);
  await dragToConnect(page, baseUrl, assert);
  await refusal(page, baseUrl, assert);
  await dropOnNode(page, baseUrl, assert);
  await dropOnNothing(page, baseUrl, assert);
  await deleteElements(page, baseUrl, assert);
  await reconnect(page, baseUrl, assert);
  await renameInPlace(page, baseUrl, assert);
  await moveNodes(page, baseUrl, assert);
  await undoAndRedo(page, baseUrl, assert);
  await goToProblem(page, baseUrl, assert);
}

async function undoAndRedo(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await node(page, 'api').click();
  for (const keys of ['Control+z', 'Control+Shift+Z', 'Control+y']) await page.keyboard.press(keys);
  const directions = async () => (await sent(page, 'undo')).map((message) => message.direction);
  assert.deepEqual(await directions(), ['undo', 'redo', 'redo']);
  await page.getByPlaceholder('Find').pressSequentially('quer');
  await page.keyboard.press('Control+z');
  assert.equal((await directions()).length, 3, 'in a field, undo is of what was typed there');
  assert.notEqual(await page.getByPlaceholder('Find').inputValue(), 'quer');
}

async function goToProblem(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await edge(page, 'mailer.database').or(node(page, 'mailer')).first().click();
  const problem = page.getByLabel('Details', { exact: true }).locator('li button').first();
  const message = (await problem.textContent()).trim();
  await problem.click();
  assert.deepEqual(await sent(page, 'openProblem'), [{ type: 'openProblem', node: 'mailer', message }]);
}

async function dragToAdd(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  const places = await placesOf(page);
  const target = { x: 420, y: 700 };
  await drag(page, await centre(page.locator('[data-bundle="aws-sqs-queue"]')), target);
  await node(page, 'sqs-queue').waitFor();
  const [message] = await sent(page, 'intent');
  assert.deepEqual(message.intent, { kind: 'addComponent', bundle: 'aws-sqs-queue@~1' });
  const box = await node(page, 'sqs-queue').boundingBox();
  assert.ok(
    target.x > box.x && target.x < box.x + 60 && target.y > box.y && target.y < box.y + 60,
    'it lands under the pointer',
  );
  const after = await placesOf(page);
  for (const [id, place] of places) assert.deepEqual(after.get(id), place, `${id} stays where it was`);
  await eventually(
    () => node(page, 'sqs-queue').evaluate((element) => element.classList.contains('selected')),
    'the new node selected',
  );
}

async function keyboardToAdd(page, baseUrl, assert) {
  await openDemo(page, baseUrl, { sample: 'empty' });
  assert.ok(await page.getByText('Nothing here yet').isVisible());
  await page.getByPlaceholder('Search bundles').fill('object storage');
  assert.equal(await page.locator('[data-bundle]').count(), 1, 'the palette is searched by description');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await node(page, 's3-bucket').waitFor();
  assert.equal((await intents(page)).length, 1);
  assert.equal(await page.getByText('Nothing here yet').count(), 0);
}

async function dragToConnect(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  const from = await centre(port(page, 'database', 'resource', 'authentication'));
  const to = await centre(port(page, 'mailer', 'dependency', 'database'));
  await drag(page, from, to, async () => {
    const lights = await page
      .locator('.port.fitting')
      .evaluateAll((ports) => ports.map((element) => element.querySelector('[data-nodeid]').dataset.nodeid));
    assert.deepEqual(lights.sort(), ['api', 'mailer', 'storefront'], 'only fitting ports light up');
    assert.ok((await page.locator('.port.dimmed').count()) > 10, 'the others dim');
  });
  await edge(page, 'mailer.database').waitFor({ state: 'attached' });
  assert.deepEqual(await intents(page), [
    { kind: 'connect', from: { node: 'database', port: 'authentication' }, to: { node: 'mailer', port: 'database' } },
  ]);
  assert.equal(await page.locator('.port.dimmed').count(), 0, 'the lights go out');
}

async function refusal(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  const to = await centre(port(page, 'api', 'dependency', 'zone'));
  await drag(page, await centre(port(page, 'uploads', 'resource', 'bucket')), to);
  const notice = page.locator('.notice');
  await notice.waitFor();
  assert.match(await notice.textContent(), /“zone” takes a aws-route53-zone/);
  const box = await notice.boundingBox();
  assert.ok(Math.hypot(box.x - to.x, box.y - to.y) < 330, 'the reason is by the pointer');
  assert.deepEqual(await intents(page), [], 'nothing is asked of the text');
  assert.equal(await edge(page, 'api.zone').count(), 0);
}

async function dropOnNode(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  const box = await node(page, 'storefront').boundingBox();
  await drag(page, await centre(port(page, 'uploads', 'resource', 'bucket')), {
    x: box.x + box.width / 2,
    y: box.y + 20,
  });
  await edge(page, 'storefront.bucket').waitFor({ state: 'attached' });
  assert.equal((await intents(page)).length, 1, 'the only port that fits is meant');
}

async function dropOnNothing(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await drag(page, await centre(port(page, 'database', 'resource', 'authentication')), { x: 800, y: 110 });
  const menu = page.getByRole('menu', { name: 'Add and connect' });
  await menu.waitFor();
  assert.deepEqual(await menu.getByRole('menuitem').count(), 3, 'bundles that take what is dragged');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await edge(page, 'app.database').waitFor({ state: 'attached' });
  assert.deepEqual(
    (await intents(page)).map((intent) => intent.kind),
    ['addComponent', 'connect'],
  );
}

async function deleteElements(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await node(page, 'cache').click({ position: { x: 60, y: 20 } });
  await page.keyboard.press('Delete');
  await node(page, 'cache').waitFor({ state: 'detached' });
  assert.deepEqual(await intents(page), [{ kind: 'remove', nodes: ['cache'] }]);
  assert.equal(await edge(page, 'api.cache').count(), 0);
  await edge(page, 'api.bucket').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await edge(page, 'api.bucket').waitFor({ state: 'detached' });
  assert.deepEqual((await intents(page)).at(-1), { kind: 'disconnect', component: 'api', slot: 'bucket' });
  await node(page, 'storefront').click({ position: { x: 60, y: 20 } });
  await node(page, 'mailer').click({ position: { x: 60, y: 20 }, modifiers: ['Control'] });
  await page.keyboard.press('Backspace');
  await node(page, 'mailer').waitFor({ state: 'detached' });
  assert.deepEqual((await intents(page)).at(-1).nodes.sort(), ['mailer', 'storefront']);
  const count = (await intents(page)).length;
  await node(page, 'api').click({ position: { x: 60, y: 20 } });
  await page.getByPlaceholder('Find').press('Backspace');
  await page.getByRole('button', { name: 'Show everything' }).press('Delete');
  assert.equal((await intents(page)).length, count, 'keys beside the diagram delete nothing');
}

async function reconnect(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  await edge(page, 'api.bucket').focus();
  await page.keyboard.press('Enter');
  const end = page.locator('.svelte-flow__edgeupdater-target');
  await end.waitFor();
  await drag(page, await centre(end), await centre(port(page, 'storefront', 'dependency', 'bucket')));
  await edge(page, 'storefront.bucket').waitFor({ state: 'attached' });
  await edge(page, 'api.bucket').waitFor({ state: 'detached' });
  assert.deepEqual(
    (await intents(page)).map((intent) => intent.kind),
    ['connect', 'disconnect'],
  );
  await edge(page, 'storefront.bucket').focus();
  await page.keyboard.press('Enter');
  await end.waitFor();
  await drag(page, await centre(end), { x: 300, y: 790 });
  await edge(page, 'storefront.bucket').waitFor({ state: 'detached' });
  assert.equal((await intents(page)).at(-1).kind, 'disconnect', 'dragged to nothing, it is disconnected');
}

async function renameInPlace(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  const before = await node(page, 'uploads').boundingBox();
  await node(page, 'uploads').locator('.title').dblclick();
  const field = page.getByLabel('New name of uploads');
  await field.fill('Not a name');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await page.keyboard.press('Enter');
  assert.deepEqual(await intents(page), [], 'a name that the grammar refuses is not sent');
  await field.fill('media');
  await page.keyboard.press('Enter');
  await node(page, 'media').waitFor();
  assert.deepEqual(await intents(page), [{ kind: 'rename', target: 'component', name: 'uploads', newName: 'media' }]);
  const after = await node(page, 'media').boundingBox();
  assert.deepEqual([after.x, after.y], [before.x, before.y], 'it stays where it was');
  await node(page, 'media').focus();
  await page.keyboard.press('F2');
  assert.ok(await page.getByLabel('New name of media').isVisible());
  await page.keyboard.press('Escape');
}

async function moveNodes(page, baseUrl, assert) {
  await openDemo(page, baseUrl);
  const box = await node(page, 'network').boundingBox();
  await drag(page, { x: box.x + 80, y: box.y + 20 }, { x: box.x + 120, y: box.y + 90 });
  const [message] = await eventually(async () => {
    const moved = await sent(page, 'moved');
    return moved.length > 0 && moved;
  }, 'the move reported');
  assert.deepEqual(Object.keys(message.positions), ['network']);
  await node(page, 'network').focus();
  await page.keyboard.press('ArrowRight');
  await eventually(async () => (await sent(page, 'moved')).length === 2, 'the move by key reported');
  const [first, second] = await sent(page, 'moved');
  assert.ok(second.positions.network.x > first.positions.network.x);
  assert.deepEqual(await intents(page), [], 'places are not in the text');
}

async function placesOf(page) {
  const places = await page
    .locator('.svelte-flow__node')
    .evaluateAll((nodes) => nodes.map((element) => [element.dataset.node, element.style.transform]));
  return new Map(places);
}
