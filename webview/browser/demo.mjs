/** What the specs of this folder share: the stand-alone page and how a person handles it. */

/** Opens the stand-alone page. `parameters` are those of `src/demo/fake-channel.ts`, and `theme`. */
export async function openDemo(page, baseUrl, parameters = {}) {
  await page.goto(new URL(`index.html?${new URLSearchParams(parameters)}`, baseUrl).href);
  const ready = parameters.sample === 'empty' ? '.svelte-flow__pane' : '.svelte-flow__node';
  await page.locator(ready).first().waitFor({ timeout: 15_000 });
  // The view settles once the first nodes are there.
  await page.waitForTimeout(150);
}

/** Everything the page sent to the extension, of one type when given. */
export async function sent(page, type) {
  const messages = await page.evaluate(() => window.patchbayDemo.sent);
  return type === undefined ? messages : messages.filter((message) => message.type === type);
}

/** The intents the page sent. */
export async function intents(page) {
  return (await sent(page, 'intent')).map((message) => message.intent);
}

export function node(page, id) {
  return page.locator(`.svelte-flow__node[data-node="${id}"]`);
}

export function edge(page, id) {
  return page.locator(`.svelte-flow__edge[data-edge="${id}"]`);
}

/** A port's handle. `side` is `dependency` or `resource`. */
export function port(page, id, side, name) {
  const kind = side === 'dependency' ? 'target' : 'source';
  return page.locator(`.svelte-flow__handle.${kind}[data-nodeid="${id}"][data-handleid="${name}"]`);
}

export async function centre(locator) {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags with the mouse from one point to another, in steps as a hand does. `midway` runs before the button is let go. */
export async function drag(page, from, to, midway) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 4, { steps: 2 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  // A message to the extension and back.
  await page.waitForTimeout(60);
  await page.mouse.move(to.x + 1, to.y);
  await midway?.();
  await page.mouse.up();
}

/** Polls until `read` gives something truthy. */
export async function eventually(read, what, milliseconds = 5000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
