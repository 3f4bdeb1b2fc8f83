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
export async function inOrder<T extends object>(
  nodes: ReadonlyMap<string, T>,
  waitsFor: ReadonlyMap<string, ReadonlySet<string>>,
  concurrency: number,
  work: (name: string, node: T) => Promise<boolean>,
  blocked: (name: string, node: T, because: string) => Promise<void>,
): Promise<ReadonlyMap<string, NodeOutcome>> {
  const queue = new PQueue({ concurrency });
  const outcomes = new Map<string, NodeOutcome>();
  const before = new Map(
    [...nodes.keys()].map((name) => [name, [...(waitsFor.get(name) ?? [])].filter((other) => nodes.has(other))]),
  );
  const left = new Map([...before].map(([name, others]) => [name, others.length]));
  const after = reversed(new Map([...before].map(([name, others]) => [name, new Set(others)])));

  const start = (name: string, node: T): void => {
    void queue.add(async () => finish(name, (await work(name, node)) ? 'done' : 'failed'));
  };
  const finish = async (name: string, outcome: NodeOutcome): Promise<void> => {
    const finished: [string, NodeOutcome][] = [[name, outcome]];
    for (const [done, how] of finished) {
      outcomes.set(done, how);
      for (const next of after.get(done) ?? []) {
        const remaining = (left.get(next) ?? 0) - 1;
        left.set(next, remaining);
        const node = nodes.get(next);
        if (remaining > 0 || node === undefined) continue;
        const obstacle = before.get(next)?.find((other) => outcomes.get(other) !== 'done');
        if (obstacle === undefined) {
          start(next, node);
          continue;
        }
        await blocked(next, node, obstacle);
        finished.push([next, 'blocked']);
      }
    }
  };

  for (const [name, node] of nodes) if (left.get(name) === 0) start(name, node);
  await queue.onIdle();
  return outcomes;
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
