import type { Slice, SliceProblem } from '../yaml/slice.ts';
import type { Entry, EntryIndex } from './entry-index.ts';
import type { Located } from './manifest.ts';

interface Named {
  readonly slice: Slice;
  readonly name: Located<string>;
}

interface Indexes {
  readonly components: EntryIndex<Entry>;
  readonly resources: EntryIndex<Entry>;
  readonly environments: EntryIndex<Entry>;
  readonly keys: readonly Named[];
}

/** Names that are not unique where they must be. Each problem points to the place that has the name. */
export function nameProblems(indexes: Indexes): readonly SliceProblem[] {
  const problems: SliceProblem[] = [];
  const kinds = [
    { index: indexes.components, what: 'component' },
    { index: indexes.resources, what: 'imported resource' },
    { index: indexes.environments, what: 'environment' },
  ];
  for (const { index, what } of kinds) {
    for (const entry of index.duplicates) {
      const message = `There is another ${what} \`${entry.name.value}\` above; this one is not used. Rename or remove one of them.`;
      const first = index.get(entry.name.value) ?? entry;
      problems.push(clash(entry, first, 'duplicate-name', message));
    }
  }
  for (const resource of indexes.resources.values()) {
    const component = indexes.components.get(resource.name.value);
    if (!component) continue;
    const message = `\`${resource.name.value}\` is a component already, so a connection could mean either. Rename one of them.`;
    problems.push(clash(resource, component, 'name-taken', message));
  }
  const keys = new Map<string, Named>();
  for (const key of indexes.keys) {
    const first = keys.get(key.name.value);
    if (!first) keys.set(key.name.value, key);
    else
      problems.push(
        clash(
          key,
          first,
          'duplicate-key',
          `\`${key.name.value}\` stands in this file twice. Put everything under one of them.`,
        ),
      );
  }
  return problems;
}

function clash(entry: Named, first: Named, code: string, message: string): SliceProblem {
  return {
    slice: entry.slice,
    span: entry.name.span,
    severity: 'error',
    code,
    message,
    related: [{ slice: first.slice, span: first.name.span, message: `\`${first.name.value}\` stands here first.` }],
    data: { name: entry.name.value },
  };
}
