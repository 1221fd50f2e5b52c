/** One kind of stored hash. */
export interface HashScheme {
  readonly name: string;

  /** Whether the text is of this form, parameters aside. */
  recognises(hash: string): boolean;

  /** Whether its parameters let it be evaluated: one that claims 4 GiB would keep a slot busy for half a minute. */
  isWithinLimits(hash: string): boolean;

  /** @param password as it was typed. @returns false for a damaged hash, too */
  verify(hash: string, password: string): Promise<boolean>;
}
