import { createServer } from 'node:net';
import { createStore, runCommand } from './commands.mjs';
import { decode, encodeReply } from './vendor/resp.mjs';
import { serve } from './vendor/service.mjs';

serve(async ({ address, port, settings, password }) => {
  const store = createStore(settings.maxKeys);
  const clients = new Set();
  const server = createServer((socket) => {
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    talk(socket, store, password);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, resolve);
  });
  return () => {
    for (const socket of clients) socket.destroy();
    server.close();
  };
});

function talk(socket, store, password) {
  const session = { password, authenticated: false };
  let rest = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    try {
      const read = decode(Buffer.concat([rest, chunk]));
      rest = read.rest;
      for (const command of read.values) socket.write(encodeReply(runCommand(store, session, command)));
    } catch (error) {
      socket.end(encodeReply(error));
    }
  });
}
