/** Who has a password. What it is, nobody here learns. */
export abstract class PasswordHolders {
  /** @returns false for an unknown user, too */
  abstract hasPassword(userId: string): Promise<boolean>;
}
