/** What a playbook did, or would do. */
export interface PlaybookReport {
  /** Each task once for each host. */
  readonly changed: readonly { readonly host: string; readonly task: string }[];
  /** What failed first, in one line. */
  readonly error: string | undefined;
}

const taskLine = /^(?:TASK|RUNNING HANDLER) \[(.*)\] \*+$/;
const changedLine = /^changed: \[([^\]]+)\]/;
const failedLine = /^(?:fatal|failed): \[([^\]]+)\].*? => (.*)$/;
const errorLine = /^ERROR! (.+)$/;

/**
 * Reads what Ansible's `default` callback prints, line by line: the only output that every version
 * has without a collection.
 */
export function createPlaybookReader(): { read(line: string): void; report(): PlaybookReport } {
  const changed = new Map<string, { readonly host: string; readonly task: string }>();
  let task = '';
  let error: string | undefined;
  return {
    read(line) {
      task = taskLine.exec(line)?.[1] ?? task;
      const host = changedLine.exec(line)?.[1];
      // A loop says so once for each of its items.
      if (host !== undefined) changed.set(JSON.stringify([host, task]), { host, task });
      const failed = failedLine.exec(line);
      error ??=
        failed === null ? errorLine.exec(line)?.[1] : `${task} on ${failed[1] ?? ''}: ${messageIn(failed[2] ?? '')}`;
    },
    report: () => ({ changed: [...changed.values()], error }),
  };
}

/** The first line of `msg` in the result of a task. */
function messageIn(result: string): string {
  const message = /"msg": ("(?:[^"\\]|\\.)*")/.exec(result)?.[1];
  if (message === undefined) return result.slice(0, 200);
  const [first = ''] = (JSON.parse(message) as string).split('\n', 1);
  return first;
}
