import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-gateway', ({ params, connections }) => {
  const { address, port } = endpoint(params, connections.network);
  const { hostname, port: apiPort, protocol = 'http' } = connections.api.data.api;
  const settings = {
    api: `${protocol}://${hostname}:${apiPort}`,
    bucket: connections.bucket?.data.infrastructure.url ?? null,
    assetsPath: params.assets_path ?? '/assets',
    timeout: (params.timeout_seconds ?? 30) * 1000,
    closed: params.maintenance?.enabled ? params.maintenance.message : null,
  };
  return {
    server: { address, port, forBrowsers: true, settings },
    resources: {
      api: {
        data: { api: { hostname: address, port, protocol: 'http' } },
        specs: { api: connections.api.specs.api },
      },
    },
  };
});
