import { expect, it } from 'vitest';
import { runAvailability } from './run-actions.ts';

const fine = {
  trusted: true,
  environment: { name: 'staging', protected: false },
  running: false,
  action: undefined,
  components: 3,
  stale: false,
};

it.each([
  ['all is well', {}, { plan: undefined, deploy: undefined, destroy: undefined }],
  [
    'a protected environment',
    { environment: { name: 'production', protected: true } },
    { plan: undefined, deploy: undefined, destroy: /production is protected/ },
  ],
  [
    'an untrusted workspace',
    { trusted: false, running: true },
    { plan: /Trust/, deploy: /Trust/, destroy: /Trust/, cancel: undefined },
  ],
  [
    'a run going on',
    { running: true, action: 'deploy' as const },
    { plan: /A deploy of staging/, deploy: /A deploy/, destroy: /A deploy/, cancel: undefined },
  ],
  [
    'no environment',
    { environment: undefined },
    { plan: /environment/, deploy: /environment/, destroy: /environment/ },
  ],
  ['no component', { components: 0 }, { plan: /component/, deploy: /component/, destroy: /component/ }],
  ['text that does not parse', { stale: true }, { plan: /parse/, deploy: /parse/, destroy: /parse/ }],
])('%s', (_, part, expected) => {
  const buttons = runAvailability({ ...fine, ...part });
  expect(buttons.map((button) => button.name)).toEqual(Object.keys(expected));
  Object.values(expected).forEach((reason, index) => {
    if (reason === undefined) expect(buttons[index]?.reason).toBeUndefined();
    else expect(buttons[index]?.reason).toMatch(reason);
  });
});
