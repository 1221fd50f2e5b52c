/** What is wrong with one setting, and a value that works. Never holds the value of a secret. */
export interface Mistake {
  readonly name: string;
  readonly wrong: string;
  readonly cure: string;
}

/** Thrown by a parser; the reader adds the name. */
export class BadValue extends Error {
  constructor(
    readonly wrong: string,
    readonly cure: string,
  ) {
    super(wrong);
  }
}

/** One setting: everything that the program, `.env.example` and the reference page know of it. */
export interface Setting<T> {
  readonly group: string;
  /** The default as text; null if there is none. */
  readonly default: string | null;
  /** What the pages show in place of a default that depends on other things. */
  readonly defaultNote?: string;
  readonly meaning: string;
  /** The version that brought it. */
  readonly since: string;
  /** Its value is never shown, and `NAME_FILE` may name a file that holds it. */
  readonly secret?: true;
  /** @throws BadValue */
  readonly parse: (text: string) => T;
}

export function setting<T>(definition: Setting<T>): Setting<T> {
  return definition;
}

/** For `since`: there from the beginning. */
export const firstRelease = '0.1.0';
