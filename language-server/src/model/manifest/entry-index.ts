import type { Slice } from '../yaml/slice.ts';
import type { Located } from './manifest.ts';

/** What an index holds: anything with a name that stands in a slice. */
export interface Entry {
  readonly slice: Slice;
  readonly name: Located<string>;
}

/**
 * Entries by name, in file order. A name that occurs twice keeps its first place.
 * `replace` shares the names with the index before, so that an edit inside an entry costs a copy
 * of one list of references instead of a new map.
 */
export class EntryIndex<T extends Entry> implements ReadonlyMap<string, T> {
  readonly #places: ReadonlyMap<string, number>;
  readonly #values: readonly T[];
  /** Entries whose name was taken already. */
  readonly duplicates: readonly T[];

  private constructor(places: ReadonlyMap<string, number>, values: readonly T[], duplicates: readonly T[]) {
    this.#places = places;
    this.#values = values;
    this.duplicates = duplicates;
  }

  static from<T extends Entry>(entries: Iterable<T>): EntryIndex<T> {
    const places = new Map<string, number>();
    const values: T[] = [];
    const duplicates: T[] = [];
    for (const entry of entries) {
      const name = entry.name.value;
      if (places.has(name)) duplicates.push(entry);
      else {
        places.set(name, values.length);
        values.push(entry);
      }
    }
    return new EntryIndex(places, values, duplicates);
  }

  /**
   * The index after entries gave way to others with the same names in the same order.
   *
   * @returns undefined when it is not that simple: build the index anew.
   */
  replace(removed: readonly T[], added: readonly T[]): EntryIndex<T> | undefined {
    if (removed.length !== added.length || this.duplicates.length > 0) return undefined;
    if (removed.length === 0) return this;
    const values = [...this.#values];
    for (const [at, entry] of added.entries()) {
      const before = removed[at];
      const place = this.#places.get(entry.name.value);
      if (place === undefined || values[place] !== before) return undefined;
      values[place] = entry;
    }
    return new EntryIndex(this.#places, values, []);
  }

  /** True when the other index has the same names in the same places. */
  sharesNames(other: EntryIndex<T>): boolean {
    return this.#places === other.#places;
  }

  get size(): number {
    return this.#values.length;
  }

  get(name: string): T | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : this.#values[place];
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  forEach(callback: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const value of this.#values) callback(value, value.name.value, this);
  }

  *entries(): MapIterator<[string, T]> {
    for (const value of this.#values) yield [value.name.value, value];
  }

  keys(): MapIterator<string> {
    return this.#places.keys() as MapIterator<string>;
  }

  values(): MapIterator<T> {
    return this.#values.values() as MapIterator<T>;
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }
}
