/**
 * `npm run bench`: the language server beside Red Hat's yaml-language-server, over stdio, in one
 * run, on the same manifests with the same edits; the peer gets the bundles as one JSON Schema.
 * Prints a table with ratios. Options: `--sizes 100,1000,5000`, `--samples 40`, `--json`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer } from '../language-client.mjs';
import {
  completionExpects,
  completionPlace,
  keystroke,
  manifestSchema,
  manifestText,
  writeWorkspace,
} from './workload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1000,5000' },
    samples: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});
const sizes = options.sizes.split(',').map(Number);
const samples = Number(options.samples);

const ours = path.join(root, 'language-server/dist/server.js');
const peer = path.join(here, 'node_modules/yaml-language-server/bin/yaml-language-server');
if (!existsSync(peer))
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
if (!existsSync(ours)) execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'inherit' });

const folder = await mkdtemp(path.join(os.tmpdir(), 'patchbay-bench-'));
await writeWorkspace(folder);
const folderUri = pathToFileURL(folder).href;
await writeFile(path.join(folder, 'schema.json'), JSON.stringify(manifestSchema()));

const servers = {
  patchbay: { languageId: 'infra-manifest', command: process.execPath, args: [ours, '--stdio'], folder: folderUri },
  'yaml-language-server': {
    languageId: 'yaml',
    command: process.execPath,
    args: [peer, '--stdio'],
    folder: folderUri,
    settings: {
      yaml: {
        validate: true,
        completion: true,
        hover: true,
        schemas: { [`${folderUri}/schema.json`]: '*.infra.yaml' },
        schemaStore: { enable: false },
      },
    },
  },
};

const quantile = (times, q) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(times.length * q) - 1)];

/** A small document whose hovers show how long other work has to wait. */
const small = { uri: `${folderUri}/small.infra.yaml`, text: manifestText(3) };

async function measure(name, components) {
  const { languageId, ...start } = servers[name];
  const server = await startServer(start);
  const document = (uri, text) =>
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  // Warm: the schema is loaded and compiled before anything is timed, for both.
  await document(small.uri, small.text);
  await change(server, small.uri, 2, keystroke(1).breaks);
  await server.diagnosed(small.uri, (list) => list.length === 1);

  const uri = `${folderUri}/bench.infra.yaml`;
  const [broken, last] = [keystroke(components - 1).breaks, components - 1];
  const text = applyChange(manifestText(components), broken);
  let longestWait = 0;
  let open = true;
  const opened = performance.now();
  await document(uri, text);
  const meanwhile = (async () => {
    while (open) {
      const asked = performance.now();
      await server.request('textDocument/hover', {
        textDocument: { uri: small.uri },
        position: { line: 4, character: 6 },
      });
      longestWait = Math.max(longestWait, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await server.diagnosed(uri, (list) => list.length === 1);
  const openTime = performance.now() - opened;
  open = false;
  await meanwhile;

  let version = 1;
  await change(server, uri, ++version, keystroke(last).mends);
  await server.diagnosed(uri, (list) => list.length === 0);

  const keystrokes = [];
  for (let i = 0; i < samples; i++) {
    const component = 1 + ((i * 7919) % (components - 1));
    const { breaks, mends } = keystroke(component);
    for (const [edit, expected] of [
      [breaks, 1],
      [mends, 0],
    ]) {
      const typed = performance.now();
      await change(server, uri, ++version, edit);
      await server.diagnosed(uri, (list) => list.length === expected);
      keystrokes.push(performance.now() - typed);
    }
  }

  const completions = [];
  for (let i = 0; i < samples; i++) {
    const asked = performance.now();
    const answer = await server.request('textDocument/completion', {
      textDocument: { uri },
      position: completionPlace(1 + ((i * 7919) % (components - 1))),
    });
    completions.push(performance.now() - asked);
    const items = Array.isArray(answer) ? answer : answer.items;
    if (!items.some((item) => item.label === completionExpects))
      throw new Error(`${name} does not offer "${completionExpects}": ${JSON.stringify(items).slice(0, 300)}`);
  }

  const memory = await server.memory();
  await server.stop();
  return {
    open: openTime,
    wait: longestWait,
    keystroke: quantile(keystrokes, 0.95),
    completion: quantile(completions, 0.95),
    memory,
  };
}

function change(server, uri, version, edit) {
  return server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [edit] });
}

function applyChange(text, { range, text: replacement }) {
  const lines = text.split('\n');
  const line = lines[range.start.line];
  lines[range.start.line] = line.slice(0, range.start.character) + replacement + line.slice(range.end.character);
  return lines.join('\n');
}

const rows = [
  ['keystroke → diagnostics, p95 (ms)', 'keystroke'],
  ['completion, p95 (ms)', 'completion'],
  ['open → complete diagnostics (ms)', 'open'],
  ['longest wait of a hover while opening (ms)', 'wait'],
  ['resident memory (MiB)', 'memory'],
  ['start → initialized, median (ms)', 'start'],
];

/** Starts of both in turn, so that what else the machine does hits both alike. */
async function measureStarts(rounds = 7) {
  const times = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, { command, args, folder, settings }] of Object.entries(servers)) {
      const server = await startServer({ command, args, folder, settings });
      times[name].push(server.startTime);
      await server.stop();
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, quantile(all, 0.5)]));
}

const results = {};
try {
  const starts = await measureStarts();
  for (const components of sizes) {
    results[components] = {};
    for (const name of Object.keys(servers)) {
      if (!options.json) process.stderr.write(`measuring ${name} with ${components} components …\n`);
      results[components][name] = { ...(await measure(name, components)), start: starts[name] };
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

if (options.json) console.log(JSON.stringify(results, null, 2));
else {
  console.log(
    `\nNode ${process.version}, ${os.cpus().length} cores, ${samples * 2} keystrokes and ${samples} completions a cell\n`,
  );
  const [us, them] = Object.keys(servers);
  for (const components of sizes) {
    console.log(`| ${components} components | ${us} | ${them} | ratio |\n|---|---:|---:|---:|`);
    for (const [label, key] of rows) {
      const [a, b] = [results[components][us][key], results[components][them][key]];
      console.log(`| ${label} | ${a?.toFixed(1)} | ${b?.toFixed(1)} | 1/${(b / a).toFixed(1)} |`);
    }
    console.log();
  }
  const [first, lastSize] = [sizes[0], sizes.at(-1)];
  if (sizes.length > 1)
    console.log(
      `growth of ${us}'s keystroke p95 from ${first} to ${lastSize} components: ${(results[lastSize][us].keystroke / results[first][us].keystroke).toFixed(2)}`,
    );
}
