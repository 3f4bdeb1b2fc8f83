import eslint from '@eslint/js';
import { builtinModules } from 'node:module';
import globals from 'globals';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:*'];
const processStarters = ['child_process', 'node:child_process', 'execa', 'cross-spawn', 'cluster', 'node:cluster'];
const drawerFolders = /(?:^|[\\/])(?:utils?|common|helpers?|misc|shared|core)[\\/]/;

/** Folder names that say nothing about what lives in them. */
const noDrawerFolders = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { drawer: 'A folder is named after the behaviour it owns, not "{{name}}".' },
  },
  create: (context) => ({
    Program(node) {
      const drawer = drawerFolders.exec(context.filename.slice(context.cwd.length));
      if (drawer) context.report({ node, messageId: 'drawer', data: { name: drawer[0] } });
    },
  }),
};

/** Forbids imports, as exact names or as patterns, with the reason. */
function forbidImports(...rules) {
  return {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: rules.flatMap((rule) => (rule.names ?? []).map((name) => ({ name, message: rule.why }))),
        patterns: rules.flatMap((rule) => (rule.patterns ? [{ group: rule.patterns, message: rule.why }] : [])),
      },
    ],
  };
}

const noVscode = { names: ['vscode'], why: 'Only the extension outside provisioning and the CLI knows VS Code.' };
const noProcesses = { names: processStarters, why: 'Only extension/src/provisioning starts processes.' };
const noNode = {
  names: nodeBuiltins,
  why: 'The model and the features run in a browser: files, clocks and processes are injected.',
};
const noConnection = {
  patterns: ['vscode-languageserver', 'vscode-languageserver/*', 'vscode-languageclient', 'vscode-languageclient/*'],
  why: 'The model and the features know no LSP connection.',
};

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '**/vendor/', '.cache/', '**/.patchbay/', '**/.svelte-kit/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    plugins: { 'import-x': importX, patchbay: { rules: { 'no-drawer-folders': noDrawerFolders } } },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs'] })],
      'import-x/extensions': ['.ts', '.js', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/ignore': ['/vendor/'],
    },
    languageOptions: { globals: { ...globals.node } },
    rules: {
      'patchbay/no-drawer-folders': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } },
    rules: { 'svelte/no-at-html-tags': 'error' },
  },
  { files: ['webview/**'], languageOptions: { globals: globals.browser } },

  // Who may import what: the architecture, file by file.
  {
    files: [
      'language-server/src/model/**',
      'language-server/src/features/**',
      'language-server/src/language-service.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: forbidImports(noNode, noVscode, noConnection),
  },
  {
    files: ['language-server/src/model/**'],
    ignores: ['**/*.test.ts'],
    rules: forbidImports(noNode, noVscode, noConnection, {
      patterns: ['**/features/*', '**/server.ts', '**/language-service.ts', '**/node/*'],
      why: 'The model is the innermost layer.',
    }),
  },
  {
    files: ['language-server/src/server.ts', 'language-server/src/node/**', 'language-server/src/adapter/**'],
    rules: forbidImports(noVscode, noProcesses),
  },
  {
    files: ['webview/src/**'],
    ignores: ['**/*.test.ts'],
    rules: forbidImports(
      {
        names: ['vscode', 'ajv', 'yaml', ...nodeBuiltins],
        why: 'The webview is a page: it speaks through channel.ts.',
      },
      {
        patterns: ['**/language-server/**', '**/extension/**', '!@patchbay/language-server/protocol'],
        why: 'The webview knows the protocol alone.',
      },
    ),
  },
  {
    files: ['extension/src/**'],
    ignores: ['extension/src/provisioning/**', 'extension/src/cli/**', '**/*.test.ts'],
    rules: forbidImports(noProcesses),
  },
  {
    files: ['extension/src/provisioning/**', 'extension/src/cli/**'],
    ignores: ['**/*.test.ts'],
    rules: forbidImports(noVscode),
  },
  { files: ['extension/src/cli/**'], ignores: ['**/*.test.ts'], rules: forbidImports(noVscode, noProcesses) },

  // Tests and scripts.
  {
    files: ['**/*.test.ts', 'test/**', 'webview/browser/**', 'bundles/**', '*.mjs', '**/build.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off', 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
