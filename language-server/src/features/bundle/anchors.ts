import { isAlias, isNode, parseDocument, visit, type Node } from 'yaml';
import { guard } from '../../model/yaml/guard.ts';
import type { BundleDocument } from './document.ts';
import type { Mention, Target } from './target.ts';

/** YAML anchors (`&name`) and the aliases (`*name`) that repeat them. */
export function anchorMentions({ text, lines }: BundleDocument): Mention[] {
  if (!text.includes('&') || guard(text) !== undefined) return [];
  const mentions: Mention[] = [];
  /** The nearest definition above counts, as YAML has it. */
  const targets = new Map<string, Target>();
  const add = (target: Target, start: number, length: number, declares: boolean): void => {
    const range = { start: lines.positionAt(start), end: lines.positionAt(start + length) };
    mentions.push({ target, range, declares, as: declares ? 'anchor' : 'alias' });
  };
  visit(parseDocument(text, { keepSourceTokens: true, logLevel: 'silent', uniqueKeys: false }), {
    Node: (_, node: Node) => {
      const start = node.range?.[0];
      if (start === undefined) return;
      if (isAlias(node)) {
        const target = targets.get(node.source);
        if (target !== undefined) add(target, start, node.source.length + 1, false);
      } else if (isNode(node) && node.anchor !== undefined) {
        const at = anchorOffset(text, start, node.anchor);
        const target: Target = { kind: 'anchor', name: node.anchor, offset: at };
        targets.set(node.anchor, target);
        add(target, at, node.anchor.length + 1, true);
      }
    },
  });
  return mentions;
}

/** The library says where the value begins; its anchor stands before it. */
function anchorOffset(text: string, valueStart: number, name: string): number {
  const before = text.lastIndexOf(`&${name}`, valueStart);
  return before < 0 ? valueStart : before;
}
