/** Processor time of the work, in milliseconds: where the machine does much else, the clock tells more than what the work takes. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
