import type { Position, Range } from 'vscode-languageserver-types';
import type { Problem } from '../problem.ts';
import { createAnchorTable, mayDefineAnchors, type AnchorTable } from '../yaml/anchors.ts';
import { elementAt } from '../yaml/element-at.ts';
import { positionIn } from '../yaml/line-index.ts';
import type { Slice, SliceProblem, Span } from '../yaml/slice.ts';
import { editText, locate, sliceText, type SlicedText, type Splice, type TextChange } from '../yaml/sliced-text.ts';
import type { DocumentScope } from '../yaml/view.ts';
import { nameProblems } from './name-problems.ts';
import { EntryIndex, type Entry } from './entry-index.ts';
import type { ComponentSource, EnvironmentSource, ImportedResourceSource, Located, Manifest } from './manifest.ts';
import { readEntries, type SliceEntries } from './read-entries.ts';

/** The last place a slice was seen at: where to begin looking for it in another snapshot. */
const lastIndex = new WeakMap<Slice, number>();

/** Everything that is made of the entries of all slices. */
interface Indexes {
  readonly components: EntryIndex<ComponentSource>;
  readonly resources: EntryIndex<ImportedResourceSource>;
  readonly environments: EntryIndex<EnvironmentSource>;
  readonly project: { readonly slice: Slice; readonly name: Located<string> } | undefined;
  /** Top-level keys in file order. */
  readonly keys: readonly { readonly slice: Slice; readonly name: Located<string> }[];
  /** Slices that have problems of their own. */
  readonly faulty: ReadonlySet<Slice>;
  /** Names that occur twice, and the like. */
  readonly nameProblems: readonly SliceProblem[];
}

/** One state of a manifest. Made by `parseManifest` and `editManifest`. */
export class ManifestSnapshot implements Manifest {
  readonly uri: string;
  readonly version: number;
  readonly sliced: SlicedText;
  readonly #anchors: AnchorTable;
  /** What each slice says, in the order of the slices; filled in when it is asked for. */
  readonly #entries: (SliceEntries | undefined)[];
  #indexes: Indexes | undefined;
  #text: string | undefined;
  #problems: readonly Problem[] | undefined;

  private constructor(
    document: { readonly uri: string; readonly version: number },
    sliced: SlicedText,
    anchors: AnchorTable,
    entries: (SliceEntries | undefined)[],
  ) {
    this.uri = document.uri;
    this.version = document.version;
    this.sliced = sliced;
    this.#anchors = anchors;
    this.#entries = entries;
  }

  static parse(uri: string, version: number, text: string): ManifestSnapshot {
    const sliced = sliceText(text);
    for (const [index, slice] of sliced.slices.entries()) lastIndex.set(slice, index);
    const entries = new Array<undefined>(sliced.slices.length).fill(undefined);
    return new ManifestSnapshot({ uri, version }, sliced, createAnchorTable(sliced.slices), entries);
  }

  withVersion(version: number): ManifestSnapshot {
    const same = new ManifestSnapshot({ uri: this.uri, version }, this.sliced, this.#anchors, this.#entries);
    same.#indexes = this.#indexes;
    return same;
  }

  edit(version: number, change: TextChange): ManifestSnapshot {
    const { text, splice } = editText(this.sliced, change);
    const { from, removed, added } = splice;
    const anchorsMoved = [...removed, ...added].some(mayDefineAnchors);
    const unread = new Array<undefined>(text.slices.length - this.sliced.slices.length + removed.length).fill(
      undefined,
    );
    const entries = this.#entries.slice(0, from).concat(unread, this.#entries.slice(from + removed.length));
    const anchors = anchorsMoved ? createAnchorTable(text.slices) : this.#anchors;
    const next = new ManifestSnapshot({ uri: this.uri, version }, text, anchors, entries);
    if (anchorsMoved && entries.some((each) => each?.dependsOnOthers)) {
      for (const [index, each] of entries.entries()) if (each?.dependsOnOthers) entries[index] = undefined;
    } else if (this.#indexes) {
      const before = removed.map((_, index) => this.#entriesAt(from + index));
      next.#indexes = next.#editedIndexes(this.#indexes, splice, before);
    }
    return next;
  }

  get components(): ReadonlyMap<string, ComponentSource> {
    return this.#all.components;
  }

  get resources(): ReadonlyMap<string, ImportedResourceSource> {
    return this.#all.resources;
  }

  get environments(): ReadonlyMap<string, EnvironmentSource> {
    return this.#all.environments;
  }

  get project(): Manifest['project'] {
    return this.#all.project;
  }

  get slices(): readonly Slice[] {
    return this.sliced.slices;
  }

  get broken(): boolean {
    for (const slice of this.#all.faulty) if (this.#entriesAt(this.indexOf(slice)).broken) return true;
    return false;
  }

  get faultySlices(): ReadonlySet<Slice> {
    return this.#all.faulty;
  }

  problemsOf(slice: Slice): readonly SliceProblem[] {
    return this.#entriesAt(this.indexOf(slice)).problems;
  }

  get nameProblems(): readonly SliceProblem[] {
    return this.#all.nameProblems;
  }

  problems(): readonly Problem[] {
    this.#problems ??= this.#collectProblems();
    return this.#problems;
  }

  range(slice: Slice, span: Span): Range {
    const first = elementAt(this.sliced.firstLines, this.indexOf(slice));
    const start = positionIn(slice, span.start);
    const end = positionIn(slice, span.end);
    return {
      start: { line: first + start.line, character: start.character },
      end: { line: first + end.line, character: end.character },
    };
  }

  at(position: Position): { readonly slice: Slice; readonly offset: number } {
    const { index, offset } = locate(this.sliced, position);
    return { slice: elementAt(this.sliced.slices, index), offset };
  }

  text(): string {
    this.#text ??= this.sliced.slices.map((slice) => slice.text).join('');
    return this.#text;
  }

  prepare(stop: () => boolean): boolean {
    for (const [index, entries] of this.#entries.entries()) {
      if (entries) continue;
      if (stop()) return false;
      this.#entriesAt(index);
    }
    return true;
  }

  /** Where a slice stands among the slices. Edits move a slice by little, so the last place is a good start. */
  indexOf(slice: Slice): number {
    const { slices } = this.sliced;
    const from = Math.min(lastIndex.get(slice) ?? 0, slices.length - 1);
    for (let distance = 0; distance < slices.length; distance++) {
      for (const index of [from + distance, from - distance]) {
        if (slices[index] !== slice) continue;
        lastIndex.set(slice, index);
        return index;
      }
    }
    throw new RangeError('This slice is not part of this snapshot of the manifest.');
  }

  get scope(): DocumentScope {
    return { anchors: this.#anchors, isBefore: (a, b) => this.indexOf(a) < this.indexOf(b) };
  }

  get #all(): Indexes {
    this.#indexes ??= this.#buildIndexes();
    return this.#indexes;
  }

  #entriesAt(index: number): SliceEntries {
    const known = this.#entries[index];
    if (known) return known;
    const entries = readEntries(elementAt(this.sliced.slices, index), this.scope);
    this.#entries[index] = entries;
    return entries;
  }

  *#everything<T>(pick: (entries: SliceEntries) => readonly T[]): Generator<T> {
    for (let index = 0; index < this.#entries.length; index++) yield* pick(this.#entriesAt(index));
  }

  #buildIndexes(): Indexes {
    const faulty = new Set<Slice>();
    for (const [index, slice] of this.sliced.slices.entries()) {
      if (this.#entriesAt(index).problems.length > 0) faulty.add(slice);
    }
    const indexes = {
      components: EntryIndex.from(this.#everything(componentsOf)),
      resources: EntryIndex.from(this.#everything(resourcesOf)),
      environments: EntryIndex.from(this.#everything(environmentsOf)),
      ...this.#topLevel(),
    };
    return { ...indexes, faulty, nameProblems: nameProblems(indexes) };
  }

  #topLevel(): Pick<Indexes, 'keys' | 'project'> {
    const keys: { slice: Slice; name: Located<string> }[] = [];
    let project: Indexes['project'];
    for (const [index, slice] of this.sliced.slices.entries()) {
      const entries = this.#entriesAt(index);
      for (const name of entries.keys) keys.push({ slice, name });
      if (entries.project) project ??= { slice, name: entries.project };
    }
    return { keys, project };
  }

  /** The indexes after a splice. What keeps its names is not looked at again. */
  #editedIndexes(before: Indexes, splice: Splice, removed: readonly SliceEntries[]): Indexes {
    const added = splice.added.map((_, index) => this.#entriesAt(splice.from + index));
    const moved = <T extends Entry>(index: EntryIndex<T>, pick: (entries: SliceEntries) => readonly T[]) =>
      index.replace(removed.flatMap(pick), added.flatMap(pick)) ?? EntryIndex.from(this.#everything(pick));
    const components = moved(before.components, componentsOf);
    const resources = moved(before.resources, resourcesOf);
    const environments = moved(before.environments, environmentsOf);
    const hasKeys = [...removed, ...added].some(({ keys }) => keys.length > 0);
    const { keys, project } = hasKeys ? this.#topLevel() : before;
    const sameNames =
      !hasKeys &&
      components.sharesNames(before.components) &&
      resources.sharesNames(before.resources) &&
      environments.sharesNames(before.environments);
    const unique = sameNames && before.nameProblems.length === 0;
    return {
      components,
      resources,
      environments,
      keys,
      project,
      faulty: movedSet(before.faulty, splice, added),
      nameProblems: unique ? before.nameProblems : nameProblems({ components, resources, environments, keys }),
    };
  }

  #collectProblems(): readonly Problem[] {
    const own = [...this.#all.faulty].flatMap((slice) => this.problemsOf(slice));
    return [...own, ...this.#all.nameProblems].map((problem) => this.#absolute(problem)).sort(byPlace);
  }

  #absolute({ slice, span, related, severity, code, message, data }: SliceProblem): Problem {
    return {
      range: this.range(slice, span),
      severity,
      code,
      message,
      ...(related && {
        related: related.map((place) => ({
          location: { uri: this.uri, range: this.range(place.slice, place.span) },
          message: place.message,
        })),
      }),
      ...(data !== undefined && { data }),
    };
  }
}

const componentsOf = (entries: SliceEntries) => entries.components;
const resourcesOf = (entries: SliceEntries) => entries.resources;
const environmentsOf = (entries: SliceEntries) => entries.environments;

/** Slices with problems after a splice; the same set when nothing in it changed. */
function movedSet(before: ReadonlySet<Slice>, splice: Splice, added: readonly SliceEntries[]): ReadonlySet<Slice> {
  const leaving = splice.removed.filter((slice) => before.has(slice));
  const coming = splice.added.filter((_, index) => elementAt(added, index).problems.length > 0);
  if (leaving.length === 0 && coming.length === 0) return before;
  const after = new Set(before);
  for (const slice of leaving) after.delete(slice);
  for (const slice of coming) after.add(slice);
  return after;
}

/** By place; those at one place in an order that does not depend on how the snapshot came about. */
function byPlace(a: Problem, b: Problem): number {
  return (
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    compare(a.code, b.code) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
