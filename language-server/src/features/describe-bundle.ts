import type { Bundle } from '../model/bundle/bundle.ts';
import { formatTypeReference } from '../model/bundle/type-reference.ts';

/** What a person should know before placing a bundle, as Markdown. */
export function bundleDocumentation(bundle: Bundle): string {
  const parts = [`**${markdown(bundle.title ?? bundle.name)}** ${bundle.version}`];
  if (bundle.description !== undefined) parts.push(markdown(bundle.description));
  const needs = [...bundle.dependencies.values()].map(
    ({ name, type, required }) => `- \`${name}\`: \`${formatTypeReference(type)}\`${required ? '' : ' (optional)'}`,
  );
  if (needs.length > 0) parts.push(`Needs\n${needs.join('\n')}`);
  const gives = [...bundle.resources.values()].map(
    ({ name, type }) => `- \`${name}\`: \`${formatTypeReference(type)}\``,
  );
  if (gives.length > 0) parts.push(`Puts out\n${gives.join('\n')}`);
  return parts.join('\n\n');
}

/** Text from a file as Markdown that shows it literally: no links, images, HTML or commands; `code` stays code. */
export function markdown(text: string): string {
  return text
    .split(/(`[^`\r\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&')
    .replace(/:\/\//g, ':\u200b//')
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, -1)}\\.`)
    .replace(/\r?\n[ \t]*/g, '\n');
}
