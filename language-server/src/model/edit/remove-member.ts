import { commaAfter, indentOf } from './insert.ts';
import type { Member } from './outline.ts';
import type { Change, SourceText } from './source-text.ts';

/** A collection as far as removing from it goes. */
interface Container {
  readonly flow: boolean;
  readonly members: readonly Member[];
}

/**
 * Takes members out of a collection, each with what clearly belongs to it: in a block the comment
 * lines directly above at the same column and the comment behind it. At least one member must stay.
 */
export function removeMembers(source: SourceText, from: Container, removed: ReadonlySet<Member>): Change[] {
  return from.flow ? removeFromFlow(source, from.members, removed) : removeFromBlock(source, from.members, removed);
}

/** The lines of a block member, with the comment lines that belong to it. */
export function ownLines(source: SourceText, member: Member): { readonly start: number; readonly end: number } {
  let start = source.lineStart(member.start);
  const column = source.column(member.start);
  while (start > 0) {
    const above = source.line(start - 1);
    if (!above.trimStart().startsWith('#') || indentOf(above) !== column) break;
    const aboveStart = source.lineStart(start - 1);
    if (aboveStart >= start) break;
    start = aboveStart;
  }
  return { start, end: source.nextLine(member.end) };
}

function removeFromBlock(source: SourceText, members: readonly Member[], removed: ReadonlySet<Member>): Change[] {
  const changes: Change[] = [];
  const lastKept = members.findLastIndex((member) => !removed.has(member));
  let keptBefore = false;
  for (const [index, member] of members.entries()) {
    if (!removed.has(member)) {
      keptBefore = true;
      continue;
    }
    // Behind the last that stays nothing follows, whatever else goes.
    const next = index < lastKept ? members[index + 1] : undefined;
    if (!source.startsLine(member.start)) changes.push(removeBehindDash(source, member, next));
    else changes.push(removeLines(source, member, next, keptBefore));
  }
  return changes;
}

/** `- first: 1`: what follows moves up behind the dash, where it has the right column. */
function removeBehindDash(source: SourceText, member: Member, next: Member | undefined): Change {
  return { start: member.start, end: next?.start ?? source.lineEnd(member.end), text: '' };
}

function removeLines(source: SourceText, member: Member, next: Member | undefined, keptBefore: boolean): Change {
  const own = ownLines(source, member);
  let { start, end } = own;
  // One of the two gaps around the member goes with it, so that a single gap stays.
  if (keptBefore) {
    if (!next || isBlank(source.line(end))) start = blankLinesAbove(source, start);
  } else if (next) {
    const below = blankLinesBelow(source, end);
    if (below <= source.lineStart(next.start)) end = below;
  }
  return { start, end, text: '' };
}

function blankLinesAbove(source: SourceText, start: number): number {
  let at = start;
  while (at > 1 && source.text[at - 1] === '\n' && isBlank(source.line(at - 1))) {
    const above = source.lineStart(at - 1);
    if (above >= at) break;
    at = above;
  }
  return at;
}

function blankLinesBelow(source: SourceText, end: number): number {
  let at = end;
  while (at < source.text.length && isBlank(source.line(at))) at = source.nextLine(at);
  return at;
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

function removeFromFlow(source: SourceText, members: readonly Member[], removed: ReadonlySet<Member>): Change[] {
  const changes: Change[] = [];
  let before: Member | undefined;
  let run: Member[] = [];
  for (const member of [...members, undefined]) {
    if (member && removed.has(member)) {
      run.push(member);
      continue;
    }
    changes.push(...removeFlowRun(source, before, run, member));
    before = member;
    run = [];
  }
  return changes;
}

/** Takes neighbours out of a flow collection, with the comma that becomes too many. */
function removeFlowRun(
  source: SourceText,
  before: Member | undefined,
  run: readonly Member[],
  after: Member | undefined,
): Change[] {
  const { text } = source;
  const start = run[0]?.start;
  const end = run.at(-1)?.end;
  if (start === undefined || end === undefined) return [];
  const comma = commaAfter(text, end);
  const behind = comma ?? end;
  const restOfLine = text.slice(behind, source.lineEnd(behind));
  if (source.startsLine(start) && /^\s*(?:\s#[^\n]*)?$/.test(restOfLine) && source.lineEnd(behind) < text.length) {
    const lines = { start: source.lineStart(start), end: source.nextLine(behind), text: '' };
    const commaBefore = before && commaAfter(text, before.end);
    if (after || comma !== undefined || commaBefore === undefined) return [lines];
    return [{ start: commaBefore - 1, end: commaBefore, text: '' }, lines];
  }
  if (after && !text.slice(end, after.start).includes('\n')) return [{ start, end: after.start, text: '' }];
  if (after) return [{ start, end: behind, text: '' }];
  const gap = before && text.slice(before.end, start);
  if (before && gap !== undefined && !gap.includes('\n')) return [{ start: before.end, end, text: '' }];
  return [{ start, end: behind, text: '' }];
}
