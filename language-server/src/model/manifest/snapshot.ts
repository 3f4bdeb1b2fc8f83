import type { Position, Range } from 'vscode-languageserver-types';
import type { Problem } from '../problem.ts';
import { createAnchorTable, mayDefineAnchors, type AnchorTable } from '../yaml/anchors.ts';
import { positionIn } from '../yaml/line-index.ts';
import type { Slice, SliceProblem, Span } from '../yaml/slice.ts';
import { editText, locate, sliceText, type SlicedText, type Splice, type TextChange } from '../yaml/sliced-text.ts';
import type { DocumentScope } from '../yaml/view.ts';
import { nameProblems } from './name-problems.ts';
import { EntryIndex } from './entry-index.ts';
import type { ComponentSource, EnvironmentSource, ImportedResourceSource, Located, Manifest } from './manifest.ts';
import { readEntries, type SliceEntries } from './read-entries.ts';

/** The last place a slice was seen at: where to begin looking for it in another snapshot. */
const lastIndex = new WeakMap<Slice, number>();

/** What slices say; with the anchors it depends on, when an alias led to another slice. */
const readings = new WeakMap<Slice, { readonly entries: SliceEntries; readonly anchors: AnchorTable }>();

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
  /** Slices that aliases tie to others. */
  readonly tied: ReadonlySet<Slice>;
  /** Names that occur twice, and the like. */
  readonly nameProblems: readonly SliceProblem[];
}

/** One state of a manifest. Made by `parseManifest` and `editManifest`. */
export class ManifestSnapshot implements Manifest {
  readonly uri: string;
  readonly version: number;
  readonly sliced: SlicedText;
  readonly #anchors: AnchorTable;
  #indexes: Indexes | undefined;
  #text: string | undefined;
  #problems: readonly Problem[] | undefined;

  private constructor(uri: string, version: number, sliced: SlicedText, anchors: AnchorTable) {
    this.uri = uri;
    this.version = version;
    this.sliced = sliced;
    this.#anchors = anchors;
  }

  static parse(uri: string, version: number, text: string): ManifestSnapshot {
    const sliced = sliceText(text);
    return new ManifestSnapshot(uri, version, sliced, createAnchorTable(sliced.slices));
  }

  withVersion(version: number): ManifestSnapshot {
    const same = new ManifestSnapshot(this.uri, version, this.sliced, this.#anchors);
    same.#indexes = this.#indexes;
    return same;
  }

  edit(version: number, change: TextChange): ManifestSnapshot {
    const { text, splice } = editText(this.sliced, change);
    const anchorsMoved = [...splice.removed, ...splice.added].some(mayDefineAnchors);
    const anchors = anchorsMoved ? createAnchorTable(text.slices) : this.#anchors;
    const next = new ManifestSnapshot(this.uri, version, text, anchors);
    if (this.#indexes && !(anchorsMoved && this.#indexes.tied.size > 0)) {
      next.#indexes = next.#editedIndexes(this.#indexes, splice, (slice) => this.#entriesOf(slice));
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
    for (const slice of this.#all.faulty) if (this.#entriesOf(slice).broken) return true;
    return false;
  }

  get faultySlices(): ReadonlySet<Slice> {
    return this.#all.faulty;
  }

  problemsOf(slice: Slice): readonly SliceProblem[] {
    return this.#entriesOf(slice).problems;
  }

  get nameProblems(): readonly SliceProblem[] {
    return this.#all.nameProblems;
  }

  problems(): readonly Problem[] {
    this.#problems ??= this.#collectProblems();
    return this.#problems;
  }

  range(slice: Slice, span: Span): Range {
    const first = this.sliced.firstLines[this.indexOf(slice)]!;
    const start = positionIn(slice, span.start);
    const end = positionIn(slice, span.end);
    return {
      start: { line: first + start.line, character: start.character },
      end: { line: first + end.line, character: end.character },
    };
  }

  at(position: Position): { readonly slice: Slice; readonly offset: number } {
    const { index, offset } = locate(this.sliced, position);
    return { slice: this.sliced.slices[index]!, offset };
  }

  text(): string {
    this.#text ??= this.sliced.slices.map((slice) => slice.text).join('');
    return this.#text;
  }

  prepare(stop: () => boolean): boolean {
    if (this.#indexes) return true;
    for (const slice of this.sliced.slices) {
      if (stop()) return false;
      this.#entriesOf(slice);
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

  #entriesOf(slice: Slice): SliceEntries {
    const known = readings.get(slice);
    if (known && (!known.entries.dependsOnOthers || known.anchors === this.#anchors)) return known.entries;
    const entries = readEntries(slice, this.scope);
    readings.set(slice, { entries, anchors: this.#anchors });
    return entries;
  }

  #buildIndexes(): Indexes {
    const { slices } = this.sliced;
    for (const [index, slice] of slices.entries()) lastIndex.set(slice, index);
    const all = slices.map((slice) => this.#entriesOf(slice));
    const faulty = new Set(slices.filter((_, index) => all[index]!.problems.length > 0));
    const tied = new Set(slices.filter((_, index) => all[index]!.dependsOnOthers));
    return complete({
      components: EntryIndex.from(all.flatMap((entries) => entries.components)),
      resources: EntryIndex.from(all.flatMap((entries) => entries.resources)),
      environments: EntryIndex.from(all.flatMap((entries) => entries.environments)),
      project: firstProject(slices, all),
      keys: slices.flatMap((slice, index) => all[index]!.keys.map((name) => ({ slice, name }))),
      faulty,
      tied,
    });
  }

  /** The indexes after a splice, without looking at the slices that stayed; undefined when names came or went. */
  #editedIndexes(before: Indexes, splice: Splice, entriesBefore: (slice: Slice) => SliceEntries): Indexes | undefined {
    const removed = splice.removed.map(entriesBefore);
    const added = splice.added.map((slice) => this.#entriesOf(slice));
    // Sections and names that are not unique are rare, and few lines: simply start anew.
    const special = (entries: SliceEntries) => entries.keys.length > 0 || entries.project !== undefined;
    if (before.nameProblems.length > 0 || removed.some(special) || added.some(special)) return undefined;
    const replaced = <T extends ComponentSource | ImportedResourceSource | EnvironmentSource>(
      index: EntryIndex<T>,
      pick: (entries: SliceEntries) => readonly T[],
    ) => index.replace(removed.flatMap(pick), added.flatMap(pick));
    const components = replaced(before.components, (entries) => entries.components);
    const resources = replaced(before.resources, (entries) => entries.resources);
    const environments = replaced(before.environments, (entries) => entries.environments);
    if (!components || !resources || !environments) return undefined;
    return {
      ...before,
      components,
      resources,
      environments,
      faulty: movedSet(before.faulty, splice, (slice) => this.#entriesOf(slice).problems.length > 0),
      tied: movedSet(before.tied, splice, (slice) => this.#entriesOf(slice).dependsOnOthers),
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

function complete(indexes: Omit<Indexes, 'nameProblems'>): Indexes {
  return { ...indexes, nameProblems: nameProblems(indexes) };
}

function firstProject(slices: readonly Slice[], all: readonly SliceEntries[]): Indexes['project'] {
  const index = all.findIndex(({ project }) => project !== undefined);
  return index < 0 ? undefined : { slice: slices[index]!, name: all[index]!.project! };
}

/** The same set when nothing in it changed. */
function movedSet(before: ReadonlySet<Slice>, splice: Splice, belongs: (slice: Slice) => boolean): ReadonlySet<Slice> {
  const leaving = splice.removed.filter((slice) => before.has(slice));
  const coming = splice.added.filter(belongs);
  if (leaving.length === 0 && coming.length === 0) return before;
  const after = new Set(before);
  for (const slice of leaving) after.delete(slice);
  for (const slice of coming) after.add(slice);
  return after;
}

function byPlace(a: Problem, b: Problem): number {
  return (
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}
