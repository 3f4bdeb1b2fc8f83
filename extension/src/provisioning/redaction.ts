import type { Json } from '@patchbay/language-server/model/schema/json-schema';

export const hidden = '••••';

/** Shorter values are in every other word; hiding them would hide the log. */
const shortestSecret = 4;
/** What is left of shorter ones, away from the ends, could be in any text. */
const shortestInBase64 = 6;
const endsOfValue = new Set([...' \t\r\n"\'`,;<>()[]{}|=']);
const namedSecret =
  /((?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)s?["']?[ \t]*[=:][ \t]*)(?!\(sensitive|null\b|true\b|false\b|••••)("[^"]*"|'[^']*'|[^\s,;&]+)/gi;

/**
 * Hides what must not be seen in anything that leaves the engine: events, logs, messages.
 * A value is hidden wherever it occurs, also encoded, and with it the whole word or URL around it:
 * half a secret is a hint.
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Hides every string in a value from now on. Numbers and short strings are not hidden. */
  add(value: Json | undefined): void {
    for (const text of stringsIn(value)) this.#addText(text);
  }

  #addText(text: string): void {
    for (const line of [text, ...text.split(/\r?\n/)]) {
      const secret = line.trim();
      if (secret.length < shortestSecret) continue;
      const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...base64(secret)];
      for (const form of forms) this.#secrets.add(form);
    }
  }

  /** The text with every secret in it, and the word around it, replaced. Time is linear in the text. */
  text(text: string): string {
    const ranges: [number, number][] = [];
    for (const secret of this.#secrets) {
      for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
        ranges.push(wordAround(text, at, at + secret.length));
      }
    }
    return cut(text, ranges).replace(namedSecret, `$1${hidden}`);
  }

  /** A copy of a JSON value in which every string, keys excepted, went through {@link text}. */
  value<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T;
    if (Array.isArray(value)) return value.map((item: unknown) => this.value(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.value(item as unknown)])) as T;
  }
}

function wordAround(text: string, start: number, end: number): [number, number] {
  while (start > 0 && !endsOfValue.has(text.charAt(start - 1))) start -= 1;
  while (end < text.length && !endsOfValue.has(text.charAt(end))) end += 1;
  return [start, end];
}

function cut(text: string, ranges: [number, number][]): string {
  if (ranges.length === 0) return text;
  ranges.sort((left, right) => left[0] - right[0]);
  let result = '';
  let from = 0;
  for (const [start, end] of ranges) {
    if (start >= from) result += text.slice(from, start) + hidden;
    from = Math.max(from, end);
  }
  return result + text.slice(from);
}

function* stringsIn(value: Json | undefined): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const item of Object.values(value)) yield* stringsIn(item as Json);
}

/** How a secret looks in base64, also in the middle of a longer text: three bytes make four characters. */
function base64(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const alone = bytes.toString('base64');
  if (bytes.length < shortestInBase64) return [alone];
  const inside = [0, 1, 2].map((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
    // Characters at both ends are made of neighbouring bytes too.
    return shifted.toString('base64').slice(before === 0 ? 0 : before + 1, Math.floor((shifted.length * 8) / 6));
  });
  return [alone, ...inside];
}
