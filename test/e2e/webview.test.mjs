/** The diagram's page on its own, in a browser: the specs of webview/browser, against a stand-in for the extension. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { servePage } from '../../webview/browser/serve.mjs';
import { launchChromium, missingTools, root } from './host.mjs';

const folder = path.join(root, 'webview', 'browser');
const specs = readdirSync(folder).filter((file) => file.endsWith('.spec.mjs'));

describe('the diagram’s page', { skip: missingTools() }, () => {
  let browser, site;

  before(async () => {
    site = await servePage();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  for (const file of specs) {
    test(file.replace('.spec.mjs', ''), { timeout: 120_000 }, async () => {
      const { run } = await import(pathToFileURL(path.join(folder, file)).href);
      const page = await browser.newPage({ viewport: { width: 1400, height: 860 } });
      const errors = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await run(page, site.baseUrl, assert);
      await page.close();
      assert.deepEqual(errors, [], 'no error in the page');
    });
  }
});
