import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-web-app', ({ params, connections, envs }) => {
  const { address, port } = endpoint(params, connections.network);
  return {
    server: { address, port, forBrowsers: true, settings: { logRequests: params.log_requests ?? false }, env: envs },
    resources: {
      api: {
        data: { api: { hostname: address, port, protocol: 'http' } },
        specs: { api: { version: '1.0.0' } },
      },
    },
  };
});
