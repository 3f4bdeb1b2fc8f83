import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/**
 * One self-contained file per build, under a fixed name: the editor's page names them, and its content security
 * policy admits a script by nonce only, so a script may import no other.
 */
const builds: Readonly<Record<string, { entry: string; css: string; outDir: string }>> = {
  diagram: { entry: 'src/main.ts', css: 'diagram', outDir: 'dist' },
  'layout-worker': { entry: 'src/layout/worker.ts', css: 'layout-worker', outDir: 'dist' },
  demo: { entry: 'src/demo/main.ts', css: 'demo', outDir: 'demo/dist' },
};

export default defineConfig(({ mode }) => {
  const build = builds[mode];
  if (!build) return { plugins: [svelte()] };
  return {
    plugins: [svelte()],
    define: { 'process.env.NODE_ENV': '"production"' },
    publicDir: false,
    build: {
      target: 'es2022',
      outDir: build.outDir,
      emptyOutDir: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4000,
      lib: {
        entry: fileURLToPath(new URL(build.entry, import.meta.url)),
        name: 'patchbay',
        formats: ['iife'],
        fileName: () => `${mode}.js`,
        cssFileName: build.css,
      },
    },
  };
});
