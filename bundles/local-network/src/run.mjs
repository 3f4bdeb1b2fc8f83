import { runStep } from './vendor/service.mjs';

await runStep('local-network', ({ params }) => ({
  resources: {
    network: { data: { infrastructure: { address: '127.0.0.1', port_offset: params.port_offset ?? 0 } } },
  },
}));
