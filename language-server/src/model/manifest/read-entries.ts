import { isDoubtful, readSlice } from '../yaml/read-slice.ts';
import type { Slice, SliceProblem, Span } from '../yaml/slice.ts';
import { isEmpty, isMapView, SliceReader, type DocumentScope, type PairView, type View } from '../yaml/view.ts';
import type { ComponentSource, EnvironmentSource, ImportedResourceSource, Located } from './manifest.ts';
import { readComponent } from './read-component.ts';
import { readEnvironment, readImportedResource } from './read-environment.ts';
import { pairsOf, textOf, unknownKey } from './shape.ts';

/** What one slice contributes to the manifest. */
export interface SliceEntries {
  /** Top-level keys that begin in the slice. */
  readonly keys: readonly Located<string>[];
  readonly project: Located<string> | undefined;
  readonly components: readonly ComponentSource[];
  readonly resources: readonly ImportedResourceSource[];
  readonly environments: readonly EnvironmentSource[];
  readonly problems: readonly SliceProblem[];
  /** True when the text of the slice does not parse. */
  readonly broken: boolean;
  /** True when an alias led to another slice: an edit there changes what this one says. */
  readonly dependsOnOthers: boolean;
}

interface Collected {
  keys: Located<string>[];
  project: Located<string> | undefined;
  components: ComponentSource[];
  resources: ImportedResourceSource[];
  environments: EnvironmentSource[];
}

const topLevelKeys = ['project', 'components', 'resources', 'environments'];

/** Reads everything a slice says. Pure: the same slice in the same scope reads alike. */
export function readEntries(slice: Slice, scope: DocumentScope): SliceEntries {
  const reading = readSlice(slice);
  const reader = SliceReader.for(slice, scope);
  const into: Collected = { keys: [], project: undefined, components: [], resources: [], environments: [] };
  const root = reader.root();
  if (root) readRoot(reader, root, into);
  const broken = reading.problems.some(({ severity }) => severity === 'error');
  return {
    ...into,
    problems: [...reading.problems, ...reader.problems.filter((problem) => !isDoubtful(problem))],
    broken,
    dependsOnOthers: reader.leftSlice,
  };
}

function readRoot(reader: SliceReader, root: View, into: Collected): void {
  const { slice } = reader;
  if (slice.kind === 'rest') return notOneDocument(reader, root);
  if (!isMapView(root)) {
    if (!isEmpty(root)) reader.problem(firstLine(slice, root.span), 'wrong-kind', strayText(slice));
    return;
  }
  const { section } = slice;
  if (slice.kind === 'entry' && section !== undefined) {
    for (const pair of reader.pairs(root)) readEntry(reader, section, pair, into);
    return;
  }
  for (const pair of reader.pairs(root)) readTopLevel(reader, pair, into);
}

function readTopLevel(reader: SliceReader, pair: PairView, into: Collected): void {
  into.keys.push({ value: pair.key, span: pair.keySpan });
  switch (pair.key) {
    case 'project':
      into.project = textOf(reader, pair.value, '`project`', 'shop');
      return;
    case 'components':
    case 'resources':
    case 'environments':
      for (const entry of pairsOf(reader, pair.value, `\`${pair.key}\``, 'NAME: { … }')) {
        readEntry(reader, pair.key, entry, into);
      }
      return;
    default:
      // A key that only holds an anchor for others to use, and any extension, may be called anything.
      if (pair.key.startsWith('x-') || holdsAnchor(pair.value)) return;
      unknownKey(reader, pair, 'A manifest', topLevelKeys);
  }
}

function readEntry(reader: SliceReader, section: string, pair: PairView, into: Collected): void {
  if (section === 'components') into.components.push(readComponent(reader, pair));
  else if (section === 'resources') into.resources.push(readImportedResource(reader, pair));
  else into.environments.push(readEnvironment(reader, pair));
}

function holdsAnchor(view: View): boolean {
  return (
    view.node.anchor !== undefined ||
    (isMapView(view) && view.node.pairs.some(({ value }) => value.kind !== 'alias' && value.anchor !== undefined))
  );
}

function notOneDocument(reader: SliceReader, root: View): void {
  if (isEmpty(root)) return;
  reader.problem(
    firstLine(reader.slice, root.span),
    'many-documents',
    'A manifest is one document, so what follows the `---` or `...` above is not read. Move it to a file of its own.',
  );
}

function strayText(slice: Slice): string {
  if (slice.kind === 'whole')
    return 'A manifest is a mapping with `project`, `components`, `resources` and `environments`.';
  if (slice.kind === 'entry') return 'Here a name and a `:` should stand, such as `network:`.';
  return 'Here a key and a `:` should stand: `project`, `components`, `resources` or `environments`.';
}

/** The part of a span on its first line: a message about a long text underlines its beginning. */
function firstLine(slice: Slice, span: Span): Span {
  const length = slice.text.slice(span.start, span.end).search(/[\r\n]/);
  return length < 0 ? span : { start: span.start, end: span.start + length };
}
