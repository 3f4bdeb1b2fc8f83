import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{language-server,extension,webview,bundles}/**/*.test.ts', 'test/{corpus,faults}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.patchbay/**'],
    testTimeout: 30_000,
  },
});
