import fc from 'fast-check';

/** What was done to a text: `[start, end)` of it became `text`. */
export interface Damage {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Everything that typing and deleting leaves for a moment: each prefix of a text, and it without any one character. */
export function* everyDamage({ length }: string): Generator<Damage> {
  for (let end = 0; end < length; end++) yield { start: end, end: length, text: '' };
  for (let at = 0; at < length; at++) yield { start: at, end: at + 1, text: '' };
}

export function damaged(text: string, damage: Damage): string {
  return text.slice(0, damage.start) + damage.text + text.slice(damage.end);
}

/** Damage of any kind, anywhere in a text of any length; `place` says where for one text. */
export const anyDamage = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.nat(2), fc.nat(80)),
  text: fc.oneof(
    fc.constantFrom(...['', '\n', '  ', '{', '}', '[', ']', '"', "'", ':', '- ', ': 5', 'properties', '#', '@', '`']),
    fc.constantFrom(...['&a ', '&a [*a]', '*a', '*shared', '<<: ', '!!x ', '|', '>', '? ', '---\n', '...\n', '%']),
    fc.constantFrom(...['\t', '\r', '\r\n', '\ufeff', '\0', '\ud800', '__proto__: ', 'constructor: { toString: 1 }\n']),
    fc.string({ maxLength: 8, unit: 'binary' }),
  ),
});

export function placed(
  text: string,
  { at, length, text: inserted }: typeof anyDamage extends fc.Arbitrary<infer T> ? T : never,
): Damage {
  const start = at % (text.length + 1);
  return { start, end: Math.min(start + length, text.length), text: inserted };
}

/**
 * Does something with a damaged text.
 *
 * @throws when that throws, with what to do to see it again.
 */
export function surviving(file: string, text: string, damage: Damage, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { start, end } = damage;
    const around = `${text.slice(Math.max(start - 30, 0), start)}¦${text.slice(end, end + 30)}`;
    throw new Error(
      `${file} with characters ${start} to ${end} replaced by ${JSON.stringify(damage.text)}, where it says ${JSON.stringify(around)}: ${String(error)}`,
      { cause: error },
    );
  }
}
