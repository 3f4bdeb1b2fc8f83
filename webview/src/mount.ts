import '@xyflow/svelte/dist/style.css';
import './theme/theme.css';
import { mount } from 'svelte';
import App from './App.svelte';
import type { Channel } from './channel.ts';
import { Session } from './diagram/session.svelte.ts';
import { createLayoutEngine, startBlobWorker } from './layout/engine.ts';

/** Shows the diagram in `#app`, whose `data-layout-worker` says where the layout worker's script is. */
export function mountDiagram(channel: Channel): void {
  const target = document.getElementById('app');
  if (!target) throw new Error('The page has no element with the id “app”.');
  const worker = target.dataset['layoutWorker'] ?? '';
  const engine = createLayoutEngine({ startWorker: () => startBlobWorker(worker) });
  mount(App, { target, props: { session: new Session(channel, engine) } });
}
