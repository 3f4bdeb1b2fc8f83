import type { Manifest } from '../model/manifest/manifest.ts';
import { formatConnectionTarget } from '../model/manifest/reference.ts';
import { resolveInstance } from '../model/manifest/resolve.ts';
import type { Registry } from '../model/registry/registry.ts';
import { markdown } from './describe-bundle.ts';
import { codeText } from './describe-schema.ts';

/** How many environments are listed. */
const most = 12;

const origins = {
  connection: '',
  override: ', from the environment',
  default: ', the default of the environment',
} as const;

/** What fills a slot in each environment, as Markdown; nothing when that is the same in all. */
export function connectionsByEnvironment(
  manifest: Manifest,
  registry: Registry,
  component: string,
  slot: string,
): string {
  const names = [...manifest.environments.keys()];
  const filled = names.map((environment) => filling(manifest, registry, component, environment, slot));
  if (new Set(filled).size < 2) return '';
  const rows = names.slice(0, most).map((name, index) => `- ${markdown(name)}: ${filled[index]}`);
  if (names.length > most) rows.push(`- and ${names.length - most} more`);
  return `In each environment\n${rows.join('\n')}`;
}

function filling(manifest: Manifest, registry: Registry, component: string, environment: string, slot: string): string {
  const instance = resolveInstance(manifest, component, environment, (reference) => {
    const resolution = registry.resolveBundle(reference);
    return resolution.kind === 'found' ? resolution.bundle.dependencies : undefined;
  });
  const connection = instance?.connections.get(slot);
  if (!connection) return 'nothing';
  return `\`${codeText(formatConnectionTarget(connection.target))}\`${origins[connection.from]}`;
}
