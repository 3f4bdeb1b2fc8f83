import type { CodeLens, Range } from 'vscode-languageserver-types';
import { enumerate } from '../model/check/collect.ts';
import {
  noDeployments,
  type DeployedEnvironment,
  type Deployments,
  type InstanceStatus,
} from '../model/deployment/deployments.ts';
import type { Manifest } from '../model/manifest/manifest.ts';

/**
 * What a person can do with a manifest: open the diagram, and plan or deploy each environment, with
 * how it is now. The commands are the extension's; their arguments are the URI and the environment.
 */
export function codeLenses(manifest: Manifest, deployments: Deployments = noDeployments): CodeLens[] {
  const { uri } = manifest;
  const lenses = [lens(firstRange(manifest), 'Open diagram', 'patchbay.openDiagram', [uri])];
  for (const environment of manifest.environments.values()) {
    const name = environment.name.value;
    const range = manifest.range(environment.slice, environment.name.span);
    const state = stateOf(deployments.environments.get(name), manifest.components);
    lenses.push(
      lens(range, state, 'patchbay.openDiagram', [uri]),
      lens(range, 'Plan', 'patchbay.plan', [uri, name]),
      lens(range, 'Deploy', 'patchbay.deploy', [uri, name]),
    );
  }
  return lenses;
}

/** How an environment is, in a few words. */
function stateOf(known: DeployedEnvironment | undefined, components: ReadonlyMap<string, unknown>): string {
  const withStatus = (wanted: InstanceStatus): string[] =>
    [...components.keys()].filter((name) => known?.instances.get(name)?.status === wanted);
  const there = [...components.keys()].filter((name) => known?.instances.get(name)?.deployed);
  const gone = [...(known?.instances ?? [])].filter(([name, { deployed }]) => deployed && !components.has(name));
  const [failed, drifted] = [withStatus('failed'), withStatus('drifted')];
  const parts = [
    known?.running ? 'a run is under way' : '',
    failed.length > 0 ? `failed: ${enumerate(failed, 'and', 3)}` : '',
    drifted.length > 0 ? `drifted: ${enumerate(drifted, 'and', 3)}` : '',
    there.length === 0 ? 'not deployed' : there.length === components.size ? 'deployed' : '',
    there.length > 0 && there.length < components.size ? `${there.length} of ${components.size} deployed` : '',
    gone.length > 0 ? `${gone.length} to destroy` : '',
  ];
  const text = parts.filter(Boolean).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Above the components, else at the top of the file. */
function firstRange(manifest: Manifest): Range {
  const [first] = manifest.components.values();
  const line = first ? Math.max(0, manifest.range(first.slice, first.name.span).start.line - 1) : 0;
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}

function lens(range: Range, title: string, command: string, args: string[]): CodeLens {
  return { range, command: { title, command, arguments: args } };
}
