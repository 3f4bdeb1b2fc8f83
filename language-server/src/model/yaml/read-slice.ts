import { conflictMarker } from './cut.ts';
import { readYaml, type SyntaxFault, type YamlReading } from './from-yaml.ts';
import { guard } from './guard.ts';
import { readBlock } from './read-block.ts';
import { repaired, repairOf, unrepaired, type Repair } from './repair.ts';
import type { Slice, SliceProblem } from './slice.ts';
import type { SourceTree } from './source-node.ts';
import { explainSyntax, forgottenMessage, isForgotten } from './syntax-problem.ts';

/** A slice as it reads: its tree, and what is wrong with its syntax. */
export interface SliceReading extends SourceTree {
  readonly problems: readonly SliceProblem[];
  /** Nothing but a character behind a key was forgotten: everything else means what it says. */
  readonly mended: boolean;
}

/** One mistake often makes the parser stumble all the way down; people need the first ones. */
const maxFaults = 10;

const noAnchors: SliceReading['anchors'] = new Map();

const readings = new WeakMap<Slice, SliceReading>();

/**
 * True where a complaint may follow from a mistake in the syntax alone: one complaint at a time.
 * Where a key is just being typed, that is its own place; otherwise it is the whole slice.
 */
export function isDoubtful({ slice, span }: Pick<SliceProblem, 'slice' | 'span'>): boolean {
  const { problems, mended } = readSlice(slice);
  return problems.some(
    (fault) =>
      fault.severity === 'error' && (!mended || (fault.span.start <= span.end && span.start <= fault.span.end)),
  );
}

/** Reads a slice, once. Never throws: what cannot be read has problems and no root. */
export function readSlice(slice: Slice): SliceReading {
  const known = readings.get(slice);
  if (known) return known;
  const reading = read(slice);
  readings.set(slice, reading);
  return reading;
}

function read(slice: Slice): SliceReading {
  const problems: SliceProblem[] = [];
  const text = readableText(slice, problems);
  if (isMisaligned(slice)) problems.push(misaligned(slice));
  const finding = guard(text);
  if (finding) {
    const { code, message, span } = finding;
    return {
      root: undefined,
      anchors: noAnchors,
      mended: false,
      problems: [...problems, { slice, span, severity: 'error', code, message }],
    };
  }
  const block = readBlock(text);
  if (block) return { root: block, anchors: noAnchors, problems, mended: false };
  const { root, anchors, faults, oddKeys, unclosed, repairs } = readMended(text);
  const others = problems.length;
  for (const { at, insert, start } of repairs) {
    const message = forgottenMessage(text.slice(start, at), insert);
    problems.push({
      slice,
      span: { start, end: at },
      severity: 'error',
      code: 'yaml-syntax',
      message,
      data: { insert },
    });
  }
  for (const fault of firstOfEachLine(faults, text).slice(0, maxFaults - repairs.length)) {
    const { span, message, data } = explainSyntax(fault, faults, unclosed, text);
    problems.push({ slice, span, severity: fault.severity, code: 'yaml-syntax', message, ...(data && { data }) });
  }
  for (const { start, end } of oddKeys) {
    const message = 'A key is a plain word here, not a list or a mapping.';
    problems.push({ slice, span: { start, end }, severity: 'error', code: 'yaml-odd-key', message });
  }
  const isMended = others === 0 && oddKeys.length === 0 && faults.every(isForgotten);
  return { root, anchors, problems, mended: isMended };
}

/** A person types in one or two places, and each repair reads the text once more. */
const maxRepairs = 3;

/** In UTF-16 code units: longer text is read once, whatever it lacks. */
const maxMended = 50_000;

/** Reads the text; where a `:` was forgotten, as if it were there, so that the other keys keep their meaning. */
function readMended(text: string): YamlReading & { readonly repairs: readonly Repair[] } {
  let reading = readYaml(text);
  const repairs: Repair[] = [];
  while (text.length <= maxMended && repairs.length < maxRepairs) {
    const found = reading.faults.map((fault) => repairOf(fault, text)).find((repair) => repair !== undefined);
    if (!found || repairs.some(({ at }) => at === found.at)) break;
    repairs.push(found);
    reading = readYaml(repaired(text, repairs), unrepaired(repairs));
  }
  return { ...reading, repairs };
}

/** The parser complains about every word after the one it stumbled over; the first one says it. */
function firstOfEachLine(faults: readonly SyntaxFault[], text: string): SyntaxFault[] {
  let lineEnd = -1;
  return faults
    .toSorted((a, b) => a.start - b.start)
    .filter((fault) => {
      if (fault.start < lineEnd) return false;
      const end = text.indexOf('\n', fault.start);
      lineEnd = end < 0 ? text.length + 1 : end + 1;
      return true;
    });
}

/**
 * The text to parse, of the same length as the slice's: conflict markers become comments, so that
 * both sides can still be read, and a lone carriage return becomes the line break it is.
 */
function readableText(slice: Slice, problems: SliceProblem[]): string {
  let text = slice.text.includes('\r') ? slice.text.replace(/\r(?!\n)/g, '\n') : slice.text;
  if (!mayHaveMarker.test(text)) return text;
  text = text.replace(markerLine, (line: string, at: number) => {
    if (!conflictMarker.test(line)) return line;
    problems.push(conflictProblem(slice, at, line));
    return `#${line.slice(1)}`;
  });
  return text;
}

const mayHaveMarker = /^(?:<{7}|={7}|>{7}|\|{7})/m;
const markerLine = /^(?:<{7}|={7}|>{7}|\|{7})[^\r\n]*/gm;

function conflictProblem(slice: Slice, start: number, line: string): SliceProblem {
  const message =
    'This line was left by a merge that met a conflict. Keep the lines you want from both sides and delete the markers.';
  return { slice, span: { start, end: start + line.length }, severity: 'error', code: 'merge-conflict', message };
}

/** An entry that stands further left than the one before it. */
function isMisaligned({ kind, before, text }: Slice): boolean {
  return kind === 'entry' && typeof before.entryColumn === 'number' && text.search(/[^ ]/) < before.entryColumn;
}

function misaligned(slice: Slice): SliceProblem {
  const message = 'This entry stands further left than the one before it. Entries of one section line up.';
  const end = slice.text.search(/:|[\r\n]|$/);
  return { slice, span: { start: slice.text.search(/[^ ]/), end }, severity: 'error', code: 'yaml-syntax', message };
}
