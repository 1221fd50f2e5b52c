/** The time source. Injected, so that a test can stand at any instant; a repository never reads it. */
export abstract class Clock {
  /** The present instant, with millisecond resolution. */
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
