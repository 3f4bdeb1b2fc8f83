import type { Slice, Span } from '../yaml/slice.ts';
import type { LocatedProblem } from './problems.ts';

/** Takes what a check finds in one variant of a component; `environments` when it does not hold in all of them. */
export type Report = (problem: LocatedProblem, environments?: readonly string[]) => void;

interface Finding {
  readonly problem: LocatedProblem;
  readonly environments: string[];
}

/**
 * Gathers findings over the variants of a component. What is found at the same place with the same
 * words in several environments becomes one problem that names them; what holds everywhere names none.
 */
export class Findings {
  readonly #findings = new Map<string, Finding>();
  readonly #slices = new Map<Slice, number>();

  /** A report for findings that hold in these environments. */
  in(all: readonly string[]): Report {
    return (problem, environments = all) => {
      const key = `${this.#number(problem.slice)} ${spanKey(problem.span)} ${problem.code} ${problem.message}`;
      const known = this.#findings.get(key);
      if (known) known.environments.push(...environments);
      else this.#findings.set(key, { problem, environments: [...environments] });
    };
  }

  /** @param count how many environments the manifest has. */
  problems(count: number): LocatedProblem[] {
    return Array.from(this.#findings.values(), ({ problem, environments }) => {
      if (environments.length === 0 || environments.length >= count) return problem;
      return { ...problem, message: `In ${enumerate(environments)}: ${problem.message}` };
    });
  }

  #number(slice: Slice): number {
    const known = this.#slices.get(slice);
    if (known !== undefined) return known;
    this.#slices.set(slice, this.#slices.size);
    return this.#slices.size - 1;
  }
}

function spanKey({ start, end }: Span): string {
  return `${start}-${end}`;
}

/** `a`, `a and b`, `a, b and c`; of more than `max` the first ones and how many there are besides. */
export function enumerate(words: readonly string[], word = 'and', max = 4): string {
  const last = words.at(-1) ?? '';
  if (words.length <= 1) return last;
  if (words.length > max) return `${words.slice(0, max - 1).join(', ')} ${word} ${words.length - max + 1} more`;
  return `${words.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** Names in back quotes, as messages show them. */
export function quoted(words: readonly string[]): string[] {
  return words.map((word) => `\`${word}\``);
}
