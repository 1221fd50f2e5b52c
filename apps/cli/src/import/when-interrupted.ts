const signals = ['SIGINT', 'SIGTERM'] as const;

/** Notes that somebody wants the program to stop, so that it does at the next good place. The second time it stops at once. */
export function whenInterrupted(): { hasCome(): boolean; ignore(): void } {
  let hasCome = false;
  const note = (): void => {
    hasCome = true;
    ignore();
  };
  const ignore = (): void => signals.forEach((signal) => void process.off(signal, note));
  for (const signal of signals) process.on(signal, note);
  return { hasCome: () => hasCome, ignore };
}
