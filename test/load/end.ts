import { loadavg } from 'node:os';

/** Prints the verdict as the last line and leaves: 0 if every claim held, else 1. */
export function end(failures: readonly string[]): never {
  process.stdout.write(failures.length === 0 ? 'passed\n' : `failed: ${failures.join('; ')}\n`);
  process.exit(failures.length === 0 ? 0 : 1);
}

/** Runs a program that says which of its claims do not hold. */
export function runProgram(main: () => Promise<readonly string[]>): void {
  main().then(end, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    end([error instanceof Error ? error.message.split('\n')[0] || error.name : String(error)]);
  });
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** How busy the machine was: figures of time mean nothing without it. */
export function sayLoad(): void {
  const load = loadavg().map((value) => value.toFixed(1));
  say(`load of the machine: ${load.join(' ')}`);
}
