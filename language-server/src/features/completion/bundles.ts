import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Bundle } from '../../model/bundle/bundle.ts';
import type { ComponentSettings, Manifest } from '../../model/manifest/manifest.ts';
import { isValidName } from '../../model/manifest/reference.ts';
import type { BundleSummary, Registry } from '../../model/registry/registry.ts';
import type { Cursor } from '../cursor.ts';
import { bundleDocumentation } from '../describe-bundle.ts';
import { recommendedReference } from '../palette.ts';
import { connectionLines, paramLines } from './component-snippet.ts';
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
    const rest =
      bundle && !isOverride && !cursor.flow ? requiredLines(manifest, registry, bundle, cursor, settings) : [];
    return {
      label: summary.name,
      kind: CompletionItemKind.Module,
      text: [rest.length > 0 ? escapeSnippet(reference) : reference, ...rest].join('\n'),
      snippet: rest.length > 0,
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
    const reference = recommendedReference(summary.name, bundle.version);
    const name = freeName(manifest, summary.name);
    if (cursor.flow) return [];
    const inner: Cursor = { ...cursor, indent: cursor.indent + 2 };
    const pad = ' '.repeat(inner.indent);
    const lines = requiredLines(manifest, registry, bundle, inner, undefined, 2);
    return {
      label: summary.name,
      kind: CompletionItemKind.Module,
      text: [`\${1:${name}}:`, `${pad}bundle: ${escapeSnippet(reference)}`, ...lines].join('\n'),
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

/** Lines for what the bundle requires and the component does not have yet, with placeholders. */
function requiredLines(
  manifest: Manifest,
  registry: Registry,
  bundle: Bundle,
  cursor: Cursor,
  settings: ComponentSettings | undefined,
  firstPlaceholder = 1,
): string[] {
  const lines: string[] = [];
  let placeholder = firstPlaceholder;
  if (!settings || settings.connections.length === 0) {
    const made = connectionLines(manifest, registry, bundle, cursor.indent, placeholder, settings?.name.value);
    lines.push(...made.lines);
    placeholder = made.next;
  }
  if (!settings?.params) lines.push(...paramLines(bundle, cursor.indent, placeholder).lines);
  return lines;
}

function newest(registry: Registry, name: string): Bundle | undefined {
  const resolution = registry.resolveBundle({ name, dev: false });
  return resolution.kind === 'found' ? resolution.bundle : undefined;
}

function documentation(bundle: Bundle | undefined, summary: BundleSummary): string {
  return bundle ? bundleDocumentation(bundle) : (summary.description ?? '');
}

/** `aws-vpc` → `vpc`, or `vpc-2` when that is taken. */
function freeName(manifest: Manifest, bundle: string): string {
  const short = bundle.replace(/^(aws|azure|gcp|local|k8s)-/, '').slice(0, 36);
  const base = isValidName(short) ? short : 'component';
  const taken = (name: string): boolean => manifest.components.has(name) || manifest.resources.has(name);
  if (!taken(base)) return base;
  let number = 2;
  while (taken(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}
