import PQueue from 'p-queue';

/** How the work on one node ended, or why it never began. */
export type NodeOutcome = 'done' | 'failed' | 'blocked';

/**
 * Works on every node after all that it waits for, side by side where nothing forbids it. What
 * waits for a failure is not begun; the rest goes on.
 *
 * @param waitsFor node → nodes to be done before; those that are not nodes themselves are ignored
 * @param work returns whether it succeeded; must not throw
 * @param blocked told of each node that is not begun, with what it waited for
 */
export async function inOrder(
  waitsFor: ReadonlyMap<string, ReadonlySet<string>>,
  concurrency: number,
  work: (node: string) => Promise<boolean>,
  blocked: (node: string, because: string) => Promise<void>,
): Promise<ReadonlyMap<string, NodeOutcome>> {
  const queue = new PQueue({ concurrency });
  const results = new Map<string, Promise<NodeOutcome>>();

  const visit = (node: string): Promise<NodeOutcome> => {
    let result = results.get(node);
    if (result === undefined) {
      result = begin(node);
      results.set(node, result);
    }
    return result;
  };
  const begin = async (node: string): Promise<NodeOutcome> => {
    const before = [...(waitsFor.get(node) ?? [])].filter((other) => waitsFor.has(other));
    const outcomes = await Promise.all(before.map(visit));
    const obstacle = outcomes.findIndex((outcome) => outcome !== 'done');
    if (obstacle >= 0) {
      await blocked(node, before[obstacle]!);
      return 'blocked';
    }
    return (await queue.add(() => work(node))) ? 'done' : 'failed';
  };

  const finished = new Map<string, NodeOutcome>();
  for (const node of waitsFor.keys()) finished.set(node, await visit(node));
  return finished;
}

/** The same graph, turned round: what must be gone before a node may go. */
export function reversed(waitsFor: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map([...waitsFor.keys()].map((node) => [node, new Set<string>()]));
  for (const [node, others] of waitsFor) {
    for (const other of others) result.get(other)?.add(node);
  }
  return result;
}

/** Nodes that wait for each other in a circle, in its order; undefined when there is no circle. */
export function findCycle(waitsFor: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const finished = new Set<string>();
  for (const start of waitsFor.keys()) {
    const path: string[] = [];
    const pending = [{ node: start, entering: true }];
    const onPath = new Set<string>();
    while (pending.length > 0) {
      const { node, entering } = pending.pop()!;
      if (!entering) {
        finished.add(node);
        onPath.delete(node);
        path.pop();
        continue;
      }
      if (onPath.has(node)) return path.slice(path.indexOf(node));
      if (finished.has(node)) continue;
      path.push(node);
      onPath.add(node);
      pending.push({ node, entering: false });
      for (const other of waitsFor.get(node) ?? []) pending.push({ node: other, entering: true });
    }
  }
  return undefined;
}
