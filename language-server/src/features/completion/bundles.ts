import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Bundle } from '../../model/bundle/bundle.ts';
import type { ComponentSettings, Manifest } from '../../model/manifest/manifest.ts';
import type { BundleSummary, Registry } from '../../model/registry/registry.ts';
import type { Cursor } from '../cursor.ts';
import { bundleDocumentation } from '../describe-bundle.ts';
import { freeName } from '../free-name.ts';
import { recommendedReference } from '../palette.ts';
import { ComponentSnippet } from './component-snippet.ts';
import { escapeSnippet, type Proposal } from './proposal.ts';

/** Values of `bundle:`: names; after `NAME@`, versions of that bundle. */
export function bundleProposals(
  manifest: Manifest,
  registry: Registry,
  cursor: Cursor,
  typed: string,
  settings: ComponentSettings | undefined,
  isOverride: boolean,
): Proposal[] {
  const at = typed.indexOf('@');
  if (at > 0) return versionProposals(registry, typed.slice(0, at));
  return registry.bundles().map((summary) => {
    const bundle = newest(registry, summary.name);
    const reference = recommendedReference(summary.name, summary.versions[0] ?? '0.0.0');
    const rest = new ComponentSnippet();
    if (bundle && !isOverride) addRequired(rest, manifest, registry, bundle, settings);
    const isPlain = rest.entries.length === 0;
    const whole = cursor.flow
      ? [escapeSnippet(reference), rest.flow()].join(', ')
      : [escapeSnippet(reference), ...rest.block(cursor.indent, cursor.step)].join('\n');
    return {
      label: summary.name,
      kind: CompletionItemKind.Module,
      text: isPlain ? reference : whole,
      snippet: !isPlain,
      detail: summary.versions[0] ?? '',
      documentation: documentation(bundle, summary),
    };
  });
}

/** New components under `components:`: one for each bundle, named after it. */
export function componentProposals(manifest: Manifest, registry: Registry, cursor: Cursor): Proposal[] {
  return registry.bundles().flatMap((summary) => {
    const bundle = newest(registry, summary.name);
    if (!bundle) return [];
    const snippet = new ComponentSnippet();
    const name = snippet.placeholder(freeName(manifest, summary.name));
    snippet.add('bundle', escapeSnippet(recommendedReference(summary.name, bundle.version)));
    addRequired(snippet, manifest, registry, bundle, undefined);
    const { indent, step } = cursor;
    return {
      label: summary.name,
      kind: CompletionItemKind.Module,
      text: cursor.flow
        ? `${name}: { ${snippet.flow()} }`
        : [`${name}:`, ...snippet.block(indent + step, step)].join('\n'),
      snippet: true,
      detail: `new component, ${bundle.version}`,
      documentation: documentation(bundle, summary),
    };
  });
}

function versionProposals(registry: Registry, name: string): Proposal[] {
  const summary = registry.bundles().find((each) => each.name === name);
  if (!summary) return [];
  const ranges = new Map<string, string>();
  for (const version of summary.versions) {
    const [major, minor] = version.split('.');
    if (!ranges.has(`~${major}`)) ranges.set(`~${major}`, `the newest ${major}.x, now ${version}`);
    if (!ranges.has(`~${major}.${minor}`))
      ranges.set(`~${major}.${minor}`, `the newest ${major}.${minor}.x, now ${version}`);
  }
  const proposals: Proposal[] = Array.from(ranges, ([range, detail]) => versionProposal(name, range, detail));
  const exact = summary.versions.map((version) => versionProposal(name, version, 'exactly this'));
  return [...proposals, ...exact, versionProposal(name, 'latest', `the newest, now ${summary.versions[0] ?? 'none'}`)];
}

function versionProposal(name: string, range: string, detail: string): Proposal {
  return { label: `${name}@${range}`, kind: CompletionItemKind.Value, detail };
}

/** What the bundle requires and the component does not have yet. */
function addRequired(
  snippet: ComponentSnippet,
  manifest: Manifest,
  registry: Registry,
  bundle: Bundle,
  settings: ComponentSettings | undefined,
): void {
  if (!settings || settings.connections.length === 0)
    snippet.addConnections(manifest, registry, bundle, settings?.name.value);
  if (!settings?.params) snippet.addParams(bundle);
}

function newest(registry: Registry, name: string): Bundle | undefined {
  const resolution = registry.resolveBundle({ name, dev: false });
  return resolution.kind === 'found' ? resolution.bundle : undefined;
}

function documentation(bundle: Bundle | undefined, summary: BundleSummary): string {
  return bundle ? bundleDocumentation(bundle) : (summary.description ?? '');
}
