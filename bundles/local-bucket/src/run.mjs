import { endpoint, runStep } from './vendor/service.mjs';

await runStep('local-bucket', ({ params, connections, password }) => {
  const { address, port } = endpoint(params, connections.network);
  const { name, access = 'private', max_object_megabytes: megabytes = 16 } = params;
  return {
    server: { address, port, settings: { name, access, largest: megabytes * 1024 * 1024 } },
    resources: {
      bucket: {
        data: {
          infrastructure: { name, url: `http://${address}:${port}/${name}` },
          authentication: { username: name, password },
        },
        specs: { access },
      },
    },
  };
});
