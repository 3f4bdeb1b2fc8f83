import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-pglite', ({ params, connections, password }) => {
  const { address, port } = endpoint(params, connections.network);
  const login = { username: 'postgres', password, hostname: address, port, database: 'postgres' };
  return {
    server: { address, port, settings: { maxConnections: params.max_connections ?? 20 } },
    resources: {
      authentication: {
        data: { authentication: login },
        specs: { rdbms: { engine: 'postgresql', version: '18' } },
      },
    },
  };
});
