import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-scheduler', ({ params, connections, envs }) => {
  const { address, port } = endpoint(params, connections.network);
  const { every_seconds: everySeconds, message } = params;
  return { server: { address, port, settings: { everySeconds, message }, env: envs }, resources: {} };
});
