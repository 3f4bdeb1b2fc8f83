import PQueue from 'p-queue';

/** How the work on one node ended, or why it never began. */
export type NodeOutcome = 'done' | 'failed' | 'blocked';

/**
 * Works on every node after all that it waits for, side by side where nothing forbids it. What
 * waits for a failure is not begun; the rest goes on.
 *
 * @param nodes by name, with what `work` needs
 * @param waitsFor node → nodes to be done before; those that are not nodes themselves are ignored
 * @param work returns whether it succeeded; must not throw
 * @param blocked told of each node that is not begun, with what it waited for
 */
export async function inOrder<T>(
  nodes: ReadonlyMap<string, T>,
  waitsFor: ReadonlyMap<string, ReadonlySet<string>>,
  concurrency: number,
  work: (name: string, node: T) => Promise<boolean>,
  blocked: (name: string, node: T, because: string) => Promise<void>,
): Promise<ReadonlyMap<string, NodeOutcome>> {
  const queue = new PQueue({ concurrency });
  const results = new Map<string, Promise<NodeOutcome>>();

  const visit = (name: string, node: T): Promise<NodeOutcome> => {
    let result = results.get(name);
    if (result === undefined) {
      result = begin(name, node);
      results.set(name, result);
    }
    return result;
  };
  const begin = async (name: string, node: T): Promise<NodeOutcome> => {
    const before = [...nodes].filter(([other]) => waitsFor.get(name)?.has(other) === true);
    const outcomes = await Promise.all(
      before.map(async ([other, otherNode]) => ({ other, outcome: await visit(other, otherNode) })),
    );
    const obstacle = outcomes.find(({ outcome }) => outcome !== 'done');
    if (obstacle !== undefined) {
      await blocked(name, node, obstacle.other);
      return 'blocked';
    }
    return (await queue.add(() => work(name, node))) ? 'done' : 'failed';
  };

  const finished = new Map<string, NodeOutcome>();
  for (const [name, node] of nodes) finished.set(name, await visit(name, node));
  return finished;
}

/** Works on every node, in no order. */
export async function sideBySide<T>(
  nodes: ReadonlyMap<string, T>,
  concurrency: number,
  work: (name: string, node: T) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency });
  await queue.addAll(
    [...nodes].map(
      ([name, node]) =>
        () =>
          work(name, node),
    ),
  );
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
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, entering } = next;
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
