/** The code of a refusal, or what else went wrong. */
export const codeOf = (error: unknown): string => (error as { type?: { code?: string } }).type?.code ?? String(error);

/** How it ended: `done`, or why not. */
export const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', codeOf);
