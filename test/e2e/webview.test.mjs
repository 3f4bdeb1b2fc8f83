/** The diagram's page by itself, in a plain browser: fast, and closer to the pixel than the tests in VS Code. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launchChromium, missingTools, root } from './host.mjs';

const skip = missingTools();
const folder = path.join(root, 'webview', 'browser');

describe('the diagram in a browser', { skip }, () => {
  let served, browser;

  before(async () => {
    const { servePage } = await import(pathToFileURL(path.join(folder, 'serve.mjs')).href);
    served = await servePage();
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    served?.close();
  });

  for (const file of readdirSync(folder).filter((name) => name.endsWith('.spec.mjs'))) {
    test(file, async () => {
      const { run } = await import(pathToFileURL(path.join(folder, file)).href);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await run(await context.newPage(), served.baseUrl, assert);
      await context.close();
    });
  }
});
