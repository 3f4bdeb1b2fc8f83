import { drag, intents, node, openDemo, sent } from './demo.mjs';

/** 500 components: shown soon, and a person can still pan, move, search and edit. */
export async function run(page, baseUrl, assert) {
  const worked = await processorTime(page);
  await openDemo(page, baseUrl, { sample: '500' });
  const shown = await worked();
  assert.ok(shown < 5_000, `the page works ${Math.round(shown)} ms until it is shown`);

  await page.getByPlaceholder('Find').fill('c100');
  await page.getByPlaceholder('Find').press('Enter');
  await node(page, 'c100').waitFor();
  // Finding goes near enough to read.
  await page.waitForTimeout(500);
  const drawn = await page.locator('.svelte-flow__node').count();
  assert.ok(drawn < 250, `only what is seen is drawn: ${drawn} nodes`);

  const before = await worked();
  await page.evaluate(pan, frames);
  const frame = ((await worked()) - before) / frames;
  assert.ok(frame < 70, `a frame of panning takes ${Math.round(frame)} ms of work`);

  await page.getByPlaceholder('Find').fill('');
  const box = await node(page, 'c100').boundingBox();
  await drag(page, { x: box.x + box.width / 2, y: box.y + 12 }, { x: box.x + box.width / 2 + 60, y: box.y + 50 });
  assert.equal((await sent(page, 'moved')).length, 1);
  await page.keyboard.press('Delete');
  assert.equal((await intents(page)).length, 1);
}

const frames = 40;

/** What the page's thread has worked so far, in milliseconds: what else the machine does counts for nothing. */
async function processorTime(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
}

/** Pans the diagram by wheel, frame by frame. */
async function pan(frames) {
  const pane = document.querySelector('.svelte-flow__pane');
  const { x, y, width, height } = pane.getBoundingClientRect();
  const at = { clientX: x + width / 2, clientY: y + height / 2 };
  for (let index = 0; index < frames; index++) {
    pane.dispatchEvent(
      new WheelEvent('wheel', { ...at, deltaY: index % 2 === 0 ? 40 : -40, bubbles: true, cancelable: true }),
    );
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
