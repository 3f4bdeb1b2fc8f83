/** A diagram in the workbench, as a person sees and handles it. */
export class Diagram {
  /** @param frame the page inside the webview; @param page the whole workbench, where the mouse is */
  constructor(frame, page) {
    this.frame = frame;
    this.page = page;
  }

  async ready() {
    await this.frame.locator('.svelte-flow__node').first().waitFor();
    // The view settles once the first nodes are there.
    await this.page.waitForTimeout(400);
  }

  node(id) {
    return this.frame.locator(`.svelte-flow__node[data-node="${id}"]`);
  }

  nodes() {
    return this.frame
      .locator('.svelte-flow__node')
      .evaluateAll((nodes) => nodes.map((node) => node.dataset.node).sort());
  }

  edges() {
    return this.frame
      .locator('.svelte-flow__edge')
      .evaluateAll((edges) => edges.map((edge) => edge.dataset.edge).sort());
  }

  edge(id) {
    return this.frame.locator(`.svelte-flow__edge[data-edge="${id}"]`);
  }

  port(id, side, name) {
    const kind = side === 'dependency' ? 'target' : 'source';
    return this.frame.locator(`.svelte-flow__handle.${kind}[data-nodeid="${id}"][data-handleid="${name}"]`);
  }

  bundle(name) {
    return this.frame.locator(`[data-bundle="${name}"]`);
  }

  async showBundles() {
    const show = this.frame.getByRole('button', { name: 'Show bundles' });
    if (await show.count()) await show.click();
    await this.frame.locator('[data-bundle]').first().waitFor();
  }

  async hideBundles() {
    const hide = this.frame.getByRole('button', { name: 'Hide bundles' });
    if (await hide.count()) await hide.click();
  }

  async showEverything() {
    await this.frame.getByRole('button', { name: 'Show everything' }).click();
    await this.page.waitForTimeout(500);
  }

  /** A place of the canvas where nothing is. */
  async freePlace() {
    const box = await this.frame.locator('.svelte-flow__pane').boundingBox();
    return { x: box.x + box.width * 0.4, y: box.y + box.height - 220 };
  }

  /** Texts of the state badges by node. */
  states() {
    return this.frame
      .locator('.svelte-flow__node')
      .evaluateAll((nodes) =>
        Object.fromEntries(nodes.map((node) => [node.dataset.node, node.querySelector('.state .text')?.textContent])),
      );
  }

  /** Waits until a node's badge says this: what a run tells of itself and what the diagram shows come separately. */
  async shows(id, state) {
    await this.node(id)
      .locator('.state .text', { hasText: new RegExp(`^\\s*${state}\\s*$`) })
      .waitFor();
  }

  /** Drags with the mouse, in steps as a hand does; `midway` runs before the button is let go. */
  async drag(from, to, midway) {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + 8, from.y + 4, { steps: 3 });
    await mouse.move(to.x, to.y, { steps: 10 });
    // A question to the language server and back.
    await this.page.waitForTimeout(300);
    await mouse.move(to.x + 1, to.y);
    await midway?.();
    await mouse.up();
  }
}

/** The middle of something on the page. */
export async function centre(locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not to be seen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
