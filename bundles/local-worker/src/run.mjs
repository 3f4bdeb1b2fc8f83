import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-worker', ({ params, connections, envs }) => {
  const { address, port } = endpoint(params, connections.network);
  return {
    server: { address, port, settings: { secondsPerOrder: params.seconds_per_order ?? 0 }, env: envs },
    resources: {},
  };
});
