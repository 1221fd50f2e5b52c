import { UnreadableKeyError } from '@janus/auth';
import { isProblem, kernelProblems } from '@janus/kernel';
import { TemplateOverrideError } from '@janus/mail';
import { OldSchemaError } from '../core/open-database.js';

/** How a process that cannot go on ends: what the operator reads, and the code of sysexits.h. */
export interface Failure {
  readonly message: string;
  readonly exitCode: number;
}

const unavailable = 69;
const badConfiguration = 78;

/** Says of an error at start what to do about it. */
export function describeFailure(error: unknown): Failure {
  if (isProblem(error, kernelProblems.DATABASE_UNAVAILABLE)) {
    return { message: `the database cannot be reached: ${causeOf(error)}`, exitCode: unavailable };
  }
  if (error instanceof OldSchemaError || error instanceof TemplateOverrideError)
    return { message: error.message, exitCode: badConfiguration };
  if (error instanceof UnreadableKeyError) {
    const cure = 'set KEY_ENCRYPTION_KEY to the key with which this database was first used';
    return { message: `${error.message}: ${cure}`, exitCode: badConfiguration };
  }
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return { message: `${(error as Error).message}: another program listens there; set PORT`, exitCode: 1 };
  }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: 1 };
}

function causeOf(error: unknown): string {
  const { cause } = error as Error;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(cause);
}
