/**
 * What the processor works for something, in ms. Tests bound this and never the time on the clock:
 * what else the machine does counts for nothing.
 */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
