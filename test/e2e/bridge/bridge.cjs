/* eslint-disable @typescript-eslint/no-require-imports, no-eval -- a CommonJS extension that runs what the test sends */
'use strict';
const http = require('node:http');
const fs = require('node:fs');
const vscode = require('vscode');

/** Listens on the socket that the test chose, and evaluates the functions it sends. */
exports.activate = (context) => {
  const socket = process.env.PATCHBAY_E2E_BRIDGE;
  if (!socket) return;
  fs.rmSync(socket, { force: true });
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    try {
      const { source, args } = JSON.parse(body);
      const value = await (0, eval)(`(${source})`)(vscode, ...args);
      response.end(JSON.stringify({ value }));
    } catch (error) {
      response.end(JSON.stringify({ error: String((error && error.stack) || error) }));
    }
  });
  server.listen(socket);
  context.subscriptions.push({ dispose: () => server.close() });
};
