/** One kind of error that clients can rely on: the code never changes its meaning. */
export interface ProblemType {
  /** UPPER_SNAKE, stable. */
  readonly code: string;
  /** HTTP status (RFC 9110 section 15). */
  readonly status: number;
  /** One line for people, the same for every occurrence. */
  readonly title: string;
  /** For the problem's page: when it happens. */
  readonly meaning: string;
  /** For the problem's page: what the caller can do. */
  readonly cure: string;
}

/** One mistake in a request: where (RFC 6901 pointer, `?query`, `{path}` or `header:Name`) and what. */
export interface InputError {
  readonly pointer: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** What is particular to this occurrence; shown to the client. */
  readonly detail?: string;
  /** Members added to the answer, for instance `endReason`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Headers added to the answer, for instance `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes to the log, never to the client. */
  readonly cause?: unknown;
}

/** An error with an answer of its own (RFC 9457). Anything else that is thrown becomes one opaque 500. */
export class Problem extends Error {
  readonly detail: string | undefined;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly type: ProblemType,
    options: ProblemOptions = {},
  ) {
    super(`${type.code}: ${options.detail ?? type.title}`, { cause: options.cause });
    this.name = 'Problem';
    this.detail = options.detail;
    this.extra = options.extra ?? {};
    this.headers = options.headers ?? {};
  }
}

/** Whether the error is the problem of that type; survives a copy of the class in another bundle. */
export function isProblem(error: unknown, type: ProblemType): boolean {
  return error instanceof Problem && error.type.code === type.code;
}

/** The file and path name of a code: `EMAIL_TAKEN` is `email-taken`. */
export function problemSlug(code: string): string {
  return code.toLowerCase().replaceAll('_', '-');
}
