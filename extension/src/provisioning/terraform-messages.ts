/** What Terraform and OpenTofu write for people, read for what is worth repeating and what must not be shown. */

/** Collects what a tool writes to standard error. */
export interface ErrorReader {
  read(line: string): void;
  /** The first error in one line: what, where and why; undefined when there was none. */
  summary(): string | undefined;
}

/** Lines kept of an error: some carry the whole output of a command. */
const mostLines = 2_000;

export function createErrorReader(): ErrorReader {
  let lines: string[] | undefined;
  let complete = false;
  let previous = '';
  return {
    read(line) {
      const text = line.replace(/^[│╷╵] ?/, '').trimEnd();
      // Commands write such lines too, and what they wrote is a part of the error.
      const begins = previous === '' && /^(Error|Warning): /.test(text);
      previous = text;
      if (lines === undefined && begins && text.startsWith('Error: ')) lines = [text.slice('Error: '.length)];
      else if (begins) complete ||= lines !== undefined;
      else if (lines !== undefined && !complete) {
        lines.push(text);
        // The title and the newest lines: a command says last why it failed.
        if (lines.length > mostLines) lines.splice(1, lines.length - mostLines);
      }
    },
    summary: () => (lines === undefined ? undefined : summaryOf(lines)),
  };
}

/** A title; where it is, indented; an empty line; why. */
function summaryOf([title = '', ...rest]: readonly string[]): string {
  const begin = rest.findIndex((line) => /^\S/.test(line));
  const where = begin < 0 ? rest : rest.slice(0, begin);
  const why = begin < 0 ? [] : rest.slice(begin);
  const address = firstMatch(where, /^ +with (\S.*?),?$/);
  const place = firstMatch(where, /^ +on (\S.* line \d+)/);
  const at = address === undefined ? '' : ` at ${address}`;
  return `${title}${at}${place === undefined ? '' : ` (${place})`}${reasonOf(why)}`;
}

function firstMatch(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function reasonOf(lines: readonly string[]): string {
  // Terraform breaks long lines, also in the middle of this.
  const [sentence = '', status] = /:\s(exit\sstatus\s\d+|signal:\s[\w ]+)\.\sOutput:[ ]?/.exec(lines.join('\n')) ?? [];
  if (status !== undefined) {
    const output = lines.join('\n').split(sentence).slice(1).join(sentence).trimEnd();
    const last = output.slice(output.lastIndexOf('\n') + 1);
    return `: ${status.replace('\n', ' ')}${last === '' ? '' : `: ${last}`}`;
  }
  const end = lines.indexOf('');
  const paragraph = (end < 0 ? lines : lines.slice(0, end)).join(' ').replace(/[.:]$/, '');
  return paragraph === '' ? '' : `: ${paragraph}`;
}

/**
 * Hides the values of outputs, for many a module gives a password away in an output that it does
 * not mark as sensitive, and when the tool prints it nobody has yet read what its resource type marks.
 *
 * @param show called with what may be shown
 * @returns what takes each line that the tool writes to standard output
 */
export function withoutOutputValues(show: (line: string) => void): (line: string) => void {
  let section: 'none' | 'changes' | 'outputs' = 'none';
  return (line) => {
    if (section === 'outputs') return;
    if (section === 'changes' && /^\S/.test(line)) section = 'none';
    if (section === 'changes') {
      const name = /^ {2}[+~-] [\w-]+/.exec(line)?.[0];
      if (name !== undefined) show(`${name} = (not shown)`);
      return;
    }
    show(line);
    if (line === 'Changes to Outputs:') section = 'changes';
    if (line === 'Outputs:') {
      section = 'outputs';
      show('(their values are not shown)');
    }
  };
}
