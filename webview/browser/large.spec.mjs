import { drag, intents, node, openDemo, sent } from './demo.mjs';

/** 500 components: shown soon, and a person can still pan, move, search and edit. */
export async function run(page, baseUrl, assert) {
  const start = Date.now();
  await openDemo(page, baseUrl, { sample: '500' });
  const shown = Date.now() - start;
  assert.ok(shown < 12_000, `shown after ${shown} ms`);

  await page.getByPlaceholder('Find').fill('c100');
  await page.getByPlaceholder('Find').press('Enter');
  await node(page, 'c100').waitFor();
  // Finding goes near enough to read.
  await page.waitForTimeout(500);
  const drawn = await page.locator('.svelte-flow__node').count();
  assert.ok(drawn < 250, `only what is seen is drawn: ${drawn} nodes`);

  const frame = await page.evaluate(measureFrames);
  assert.ok(frame < 200, `a frame of panning takes ${Math.round(frame)} ms`);

  await page.getByPlaceholder('Find').fill('');
  const box = await node(page, 'c100').boundingBox();
  await drag(page, { x: box.x + box.width / 2, y: box.y + 12 }, { x: box.x + box.width / 2 + 60, y: box.y + 50 });
  assert.equal((await sent(page, 'moved')).length, 1);
  await page.keyboard.press('Delete');
  assert.equal((await intents(page)).length, 1);
}

/** The median frame while the diagram is panned by wheel and drag, in milliseconds. */
async function measureFrames() {
  const pane = document.querySelector('.svelte-flow__pane');
  const { x, y, width, height } = pane.getBoundingClientRect();
  const at = { clientX: x + width / 2, clientY: y + height / 2 };
  const times = [];
  for (let index = 0; index < 40; index++) {
    const before = performance.now();
    pane.dispatchEvent(
      new WheelEvent('wheel', { ...at, deltaY: index % 2 === 0 ? 40 : -40, bubbles: true, cancelable: true }),
    );
    await new Promise((resolve) => requestAnimationFrame(resolve));
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[20];
}
