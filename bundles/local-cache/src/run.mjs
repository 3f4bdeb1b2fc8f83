import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-cache', ({ params, connections, password }) => {
  const { address, port } = endpoint(params, connections.network);
  return {
    server: { address, port, settings: { maxKeys: params.max_keys ?? 10_000 } },
    resources: {
      authentication: {
        data: { authentication: { username: 'default', password, hostname: address, port } },
        specs: { cache: { engine: 'patchbay-cache', version: '1' } },
      },
    },
  };
});
