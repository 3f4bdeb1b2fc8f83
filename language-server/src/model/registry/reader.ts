import type { LoadContext } from '../bundle/load.ts';
import type { RegistryFile } from './registry.ts';

/** What a file was read as, and what it made the reader look up. */
interface Reading<T> {
  readonly result: T;
  readonly answers: readonly Answer[];
}

interface Answer {
  readonly ask: (context: LoadContext) => unknown;
  readonly answer: unknown;
}

/**
 * Reads files of registries, and keeps what it read for as long as a file lives: the registry that
 * follows an edit shares all other files with the one before. What a file refers to is looked up
 * again; with every answer as before, the file would be read as before.
 */
export class Reader<T> {
  readonly #readings = new WeakMap<RegistryFile, Reading<T>>();

  /**
   * @param read is given what the file may refer to. Has nothing else to go by than that and the file.
   * @returns the same object for as long as nothing changed.
   */
  read(file: RegistryFile, context: LoadContext, read: (context: LoadContext) => T): T {
    const known = this.#readings.get(file);
    if (known?.answers.every(({ ask, answer }) => ask(context) === answer)) return known.result;
    const answers: Answer[] = [];
    const noted = <A>(ask: (context: LoadContext) => A): A => {
      const answer = ask(context);
      answers.push({ ask, answer });
      return answer;
    };
    const result = read({
      file: (uri) => noted((from) => from.file(uri)),
      fragment: (fileName) => noted((from) => from.fragment(fileName)),
      resourceType: (name) => noted((from) => from.resourceType(name)),
    });
    this.#readings.set(file, { result, answers });
    return result;
  }
}
