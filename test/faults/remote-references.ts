import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from './running-server.ts';

/** A schema that must not be read, told by the name of its one property. */
const outside = JSON.stringify({ $md: { name: 'leaked' }, type: 'object', properties: { leaked: { type: 'string' } } });

/** threats.md, rows 5 and 8 as far as they concern reading. */
export function reachesForNothing(server: () => RunningServer): void {
  describe('row 5: remote references', () => {
    let web: Server;
    let connections = 0;
    let address: string;
    beforeAll(async () => {
      web = createServer((_, response) => response.end(outside));
      web.on('connection', () => connections++);
      await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
      address = `127.0.0.1:${(web.address() as AddressInfo).port}`;
      await writeFile(path.join(server().folder, '..', 'outside.json'), outside);
      await mkdir(path.join(server().folder, 'remote'), { recursive: true });
      await symlink(
        path.join(server().folder, '..', 'outside.json'),
        path.join(server().folder, 'remote/link.json'),
      ).catch(
        // Windows lets only some people make links: the rest still holds.
        () => undefined,
      );
    });
    afterAll(() => web.close());

    const references = (): readonly string[] => [
      `http://${address}/schema.json`,
      `https://${address}/schema.json`,
      `HTTP://${address}/schema.json#/properties`,
      `//${address}/schema.json`,
      `ftp://${address}/schema.json`,
      `http://127.1:${address.split(':')[1]}/schema.json`,
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
      pathToFileURL(path.join(server().folder, '..', 'outside.json')).href,
      path.join(server().folder, '..', 'outside.json'),
      '../../outside.json',
      './../../../../../../../../../../etc/passwd',
      './%2e%2e/%2e%2e/outside.json',
      '.\\..\\..\\outside.json',
      './link.json',
      'data:application/json,{"properties":{"leaked":{}}}',
      'javascript:alert(1)',
    ];

    test('no schema outside of the workspace is fetched or read', async () => {
      const { client, open, close, at, uri } = server();
      for (const reference of references()) {
        const bundle = [
          `# yaml-language-server: $schema=${reference}`,
          `$schema: ${JSON.stringify(reference)}`,
          'name: remote',
          'version: 1.0.0',
          `params: { "$schema": ${JSON.stringify(reference)}, "$id": ${JSON.stringify(reference)}, properties: { a: { "$ref": ${JSON.stringify(reference)} } } }`,
          `dependencies: { slot: { resource_type: ${JSON.stringify(reference)} } }`,
          `source_url: ${JSON.stringify(reference)}`,
          `icon: ${JSON.stringify(reference)}`,
          '',
        ].join('\n');
        await writeFile(path.join(server().folder, 'remote/bundle.yaml'), bundle);
        await client.notify('workspace/didChangeWatchedFiles', {
          changes: [{ uri: uri('remote/bundle.yaml'), type: 1 }],
        });
        // Changes on disk are read after a pause.
        await wait(150);
        const manifest = [
          `# yaml-language-server: $schema=${reference}`,
          `$schema: ${JSON.stringify(reference)}`,
          'components:',
          '  a:',
          '    bundle: remote',
          '    params: { a: {  } }',
          'resources:',
          `  imported: { type: ${JSON.stringify(reference)}, from: { file: ${JSON.stringify(reference)} } }`,
          '',
        ].join('\n');
        await open('remote.infra.yaml', manifest);
        const palette: { name: string }[] = await client.request('patchbay/palette', { uri: uri('remote.infra.yaml') });
        expect(palette.map(({ name }) => name)).toContain('remote');
        const completion = await at('textDocument/completion', 'remote.infra.yaml', { line: 5, character: 19 });
        expect(JSON.stringify(completion), reference).not.toContain('leaked');
        for (const feature of ['hover', 'definition', 'documentLink', 'codeLens'])
          expect(
            JSON.stringify(await at(`textDocument/${feature}`, 'remote.infra.yaml', { line: 5, character: 15 })),
            reference,
          ).not.toContain('leaked');
        await open('remote/bundle.yaml', bundle);
        await at('textDocument/completion', 'remote/bundle.yaml', { line: 4, character: 12 });
        await close('remote/bundle.yaml');
        await close('remote.infra.yaml');
      }
      expect(connections).toBe(0);
    });

    test('a link that leads out of the workspace names no resource type', async () => {
      const { open, close } = server();
      const diagnostics = await open('link.infra.yaml', 'resources:\n  a: { type: leaked, from: { env: A } }\n');
      await close('link.infra.yaml');
      expect(diagnostics.map(({ code }) => code)).toContain('unknown-type');
    });
  });
}
