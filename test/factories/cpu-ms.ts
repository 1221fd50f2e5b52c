/** Processor time of the work, in milliseconds: where the machine does much else, the clock tells more than what the work takes. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
