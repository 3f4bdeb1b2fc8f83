import type { Manifest } from '../manifest/manifest.ts';
import type { JsonPath } from '../schema/json-schema.ts';
import type { Slice } from '../yaml/slice.ts';
import { type Entry, entryOf, indentOfMembers, type MapOutline, type Outline, readOutline } from './outline.ts';
import type { Root } from './path.ts';
import { saidAt } from './said.ts';
import { SourceText } from './source-text.ts';

export type SectionName = 'components' | 'resources' | 'environments';

/**
 * A manifest as edits see it. Pieces are read when they are asked for, so that an edit of a long
 * file costs what it touches.
 */
export class ManifestOutline {
  readonly manifest: Manifest;
  readonly source: SourceText;
  readonly top: MapOutline;
  readonly #byOffset = new Map<MapOutline, ReadonlyMap<number, Entry>>();

  constructor(manifest: Manifest) {
    this.manifest = manifest;
    this.source = new SourceText(manifest.text());
    this.top = readTop(this.source, manifest.slices);
  }

  /** Offset behind the document: of the line `...` or of the next `---`, or the end of the text. */
  get end(): number {
    const slices = this.manifest.slices;
    const rest = slices.findIndex(({ kind }) => kind === 'rest');
    return slices.slice(0, rest < 0 ? undefined : rest).reduce((length, { text }) => length + text.length, 0);
  }

  /** The top-level entry of a section, when the file has one. */
  section(name: SectionName): Entry | undefined {
    return entryOf(this.top, name);
  }

  /** A component, imported resource or environment: its key and value. */
  entry(section: SectionName, name: string): Entry | undefined {
    const map = this.section(section)?.value;
    const slice = this.manifest[section].get(name)?.slice;
    if (map?.kind !== 'map' || !slice) return undefined;
    if (slice.kind !== 'entry') return entryOf(map, name);
    const start = this.source.offsetAt(this.manifest.range(slice, { start: 0, end: 0 }).start);
    return this.#entries(map).get(start);
  }

  /** Entries of a section by the offset of their slice. */
  #entries(map: MapOutline): ReadonlyMap<number, Entry> {
    const known = this.#byOffset.get(map);
    if (known) return known;
    const slices = map.members.filter((member) => member instanceof SliceEntry);
    const entries = new Map(slices.map((entry) => [entry.offset, entry]));
    this.#byOffset.set(map, entries);
    return entries;
  }

  /** An entry as the start of the path of an edit; undefined when there is none of that name. */
  root(section: SectionName, name: string): Root | undefined {
    const entry = this.entry(section, name);
    const says = (path: JsonPath): boolean => saidAt(this.manifest, section, name, path);
    return entry && { entry, flow: this.isFlow(section), step: this.step(section, entry), says };
  }

  /** True when the entries of a section stand inside `{ }`. */
  isFlow(section: SectionName): boolean {
    return isFlow(this.section(section)?.value);
  }

  /** Columns by which this file indents what is inside `entry`, or inside its like. */
  step(section: SectionName, entry?: Entry): number {
    const header = this.section(section);
    const map = header?.value;
    const siblings = map?.kind === 'map' ? map.members : [];
    for (const candidate of [entry, siblings.at(-1), siblings[0]]) {
      const step = candidate && this.#stepInside(candidate);
      if (step) return step;
    }
    const first = siblings[0];
    return (header && first && !isFlow(map) && this.source.column(first.start) - this.source.column(header.start)) || 2;
  }

  #stepInside(entry: Entry): number | undefined {
    const inside = indentOfMembers(this.source, entry.value);
    return inside === undefined ? undefined : Math.max(inside - this.source.column(entry.start), 1);
  }
}

function isFlow(outline: Outline | undefined): boolean {
  return outline !== undefined && 'flow' in outline && outline.flow;
}

/** An entry that is read from its slice when something of it is asked for. */
class SliceEntry implements Entry {
  readonly offset: number;
  readonly #slice: Slice;
  readonly #lead: number;
  #read: Entry | undefined;

  constructor(slice: Slice, offset: number) {
    this.offset = offset;
    this.#slice = slice;
    this.#lead = /^\ufeff? */.exec(slice.text)?.[0].length ?? 0;
  }

  get start(): number {
    return this.offset + this.#lead;
  }
  get end(): number {
    return this.#entry().end;
  }
  get lead(): number {
    return this.#entry().lead ?? this.end;
  }
  get key(): string | undefined {
    return this.#entry().key;
  }
  get keyStart(): number {
    return this.#entry().keyStart;
  }
  get keyEnd(): number {
    return this.#entry().keyEnd;
  }
  get keyStyle(): Entry['keyStyle'] {
    return this.#entry().keyStyle;
  }
  get value(): Outline | undefined {
    return this.#entry().value;
  }

  #entry(): Entry {
    this.#read ??=
      firstEntry(readOutline(this.#slice.text, this.offset)) ??
      unreadable(this.start, this.offset + this.#slice.text.trimEnd().length);
    return this.#read;
  }
}

/** What no edit is planned on: a manifest that does not parse is refused before. */
function unreadable(start: number, end: number): Entry {
  return { start, end, key: undefined, keyStart: start, keyEnd: start, keyStyle: 'plain' };
}

function firstEntry(outline: Outline | undefined): Entry | undefined {
  return outline?.kind === 'map' ? outline.members[0] : undefined;
}

function readTop(source: SourceText, slices: readonly Slice[]): MapOutline {
  const headers: Entry[] = [];
  let open: { header: Entry; entries: SliceEntry[] } | undefined;
  const close = (): void => {
    if (open) headers.push(withEntries(open.header, open.entries));
    open = undefined;
  };
  let offset = 0;
  for (const slice of slices) {
    // Another document, which nobody reads.
    if (slice.kind === 'rest') break;
    if (slice.kind === 'entry') {
      open?.entries.push(new SliceEntry(slice, offset));
    } else if (slice.kind === 'whole') {
      const outline = readOutline(slice.text, offset);
      if (outline?.kind === 'map') return outline;
    } else {
      const header = firstEntry(readOutline(slice.text, offset));
      if (header) {
        close();
        open = { header, entries: [] };
      }
    }
    offset += slice.text.length;
  }
  close();
  const start = headers[0]?.start ?? source.text.length;
  return { kind: 'map', flow: false, start, contentStart: start, end: headers.at(-1)?.end ?? start, members: headers };
}

/** A section whose entries are slices of their own. */
function withEntries(header: Entry, entries: readonly SliceEntry[]): Entry {
  const first = entries[0];
  const last = entries.at(-1);
  if (!first || !last) return header;
  const value: MapOutline = {
    kind: 'map',
    flow: false,
    start: first.start,
    contentStart: first.start,
    get end() {
      return last.end;
    },
    members: entries,
  };
  const { key, keyStart, keyEnd, keyStyle, start, lead } = header;
  return {
    key,
    keyStart,
    keyEnd,
    keyStyle,
    start,
    ...(lead !== undefined && { lead }),
    value,
    get end() {
      return last.end;
    },
  };
}
