/** The command line was not understood. */
export class UsageError extends Error {}

/** The command was understood, and may not or cannot be done. */
export class RefusedError extends Error {}

/** Somebody stopped the command at a good place. */
export class InterruptedError extends Error {}
