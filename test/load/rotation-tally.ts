/** What the checker has seen of the rotations on one engine: what was done, and what must never be. */
export class RotationTally {
  /** Tokens that were exchanged for their successor. */
  rotations = 0;
  /** Further answers for a token that was used: another tab, or a repetition after a lost answer. */
  repeats = 0;
  /** Requests whose connection was cut, or whose answer nobody looked at, before they were repeated. */
  cut = 0;
  /** Presentations by somebody who should not have the token any more. */
  replays = 0;
  sessions = 0;

  /** Tokens with two different successors. */
  twoSuccessors = 0;
  /** Used tokens that were accepted when they should not have been. */
  replaysAccepted = 0;
  /** Sessions that went on after a replay. */
  replaysSurvived = 0;
  /** Sessions that refused a client which kept to the rules. */
  sessionsLost = 0;
  private example: string | null = null;

  note(kind: 'twoSuccessors' | 'replaysAccepted' | 'replaysSurvived' | 'sessionsLost', what: string): void {
    this[kind] += 1;
    this.example ??= `${kind}: ${what}`;
  }

  get claims(): string {
    return (
      `two successors ${this.twoSuccessors}, replays accepted ${this.replaysAccepted}, ` +
      `sessions that outlived a replay ${this.replaysSurvived}, honest sessions lost ${this.sessionsLost}`
    );
  }

  /** Null if all is right; else an example of what is not. */
  get trouble(): string | null {
    return this.example;
  }
}
