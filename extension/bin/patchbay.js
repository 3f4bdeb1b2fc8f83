#!/usr/bin/env node
import('../dist/cli.js').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('patchbay is not built yet. Run `npm run build` first.\n');
  process.exitCode = 2;
});
