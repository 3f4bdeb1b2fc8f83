import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-queue', ({ params, connections, password }) => {
  const { address, port } = endpoint(params, connections.network);
  const { name, visibility_timeout: visibilityTimeout = 30 } = params;
  return {
    server: { address, port, settings: { name, visibilityTimeout } },
    resources: {
      queue: {
        data: {
          infrastructure: { name, url: `http://${address}:${port}/${name}` },
          authentication: { username: name, password },
        },
      },
    },
  };
});
