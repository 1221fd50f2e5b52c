import { randomInt } from 'node:crypto';
import type { RotationTally } from './rotation-tally.js';

/** What came of presenting a refresh token: its successor, or why there is none. */
export type Presented = { readonly token: string } | { readonly token: null; readonly why: string };

/** The service, as one client sees it. */
export interface Door {
  /** Signs in. @returns the first refresh token of a new session */
  signIn(): Promise<string>;
  present(token: string): Promise<Presented>;
  /** Presents a token and goes away before the answer. Resolves when the client may try again. */
  cut(token: string): Promise<void>;
  /**
   * Until what was cut is over on the other side as well. Clients rotate every few minutes: the first of two requests does not
   * arrive after the rotation that follows upon the second.
   */
  settle(): Promise<void>;
  /** Lets time go by for this client alone; null where time is real. */
  readonly pass: ((milliseconds: number) => void) | null;
  readonly graceMs: number;
}

interface Scenario {
  readonly weight: number;
  readonly needsTime?: boolean;
  readonly needsHistory?: 1 | 2;
  run(client: RotationClient): Promise<void>;
}

// Honest ones first. Each dishonest one ends its session, so they are rare enough for sessions to grow old.
const scenarios: readonly Scenario[] = [
  { weight: 560, run: (client) => client.rotate(1) },
  { weight: 150, run: (client) => client.rotate(2) },
  { weight: 30, run: (client) => client.rotate(4) },
  { weight: 90, run: (client) => client.repeatAfterLostAnswer() },
  { weight: 90, run: (client) => client.repeatAfterCut() },
  { weight: 60, needsHistory: 1, needsTime: true, run: (client) => client.lateTab() },
  { weight: 10, needsHistory: 1, needsTime: true, run: (client) => client.replayLate() },
  { weight: 6, needsHistory: 2, run: (client) => client.replayOlder() },
  { weight: 6, needsHistory: 1, needsTime: true, run: (client) => client.raceWithThief() },
];
const longestIdleMs = 3_600_000;

/** A client with one session at a time that does what clients do, and now and then a thief beside it. It knows what is right. */
export class RotationClient {
  private current: string | null = null;
  /** Used tokens of this session, the latest first; two are enough. */
  private used: readonly string[] = [];

  constructor(
    private readonly door: Door,
    private readonly tally: RotationTally,
  ) {}

  /** One scenario; in a new session if the last one has ended. */
  async turn(): Promise<void> {
    if (this.current === null) {
      this.current = await this.door.signIn();
      this.used = [];
      this.tally.sessions += 1;
    }
    await this.door.settle();
    this.door.pass?.(randomInt(longestIdleMs));
    await this.pick().run(this);
  }

  /** At the end every session that is old enough must die of a replay. */
  async finish(): Promise<void> {
    await this.door.settle();
    if (this.current !== null && this.used.length === 2) await this.replayOlder();
  }

  /** Presents what it has, in several tabs at once: all must get the same successor. */
  async rotate(tabs: number): Promise<void> {
    const presented = this.held();
    this.learn(presented, await Promise.all(Array.from({ length: tabs }, () => this.door.present(presented))));
  }

  /** Nobody but the checker sees the first answer; the client asks again within the grace. */
  async repeatAfterLostAnswer(): Promise<void> {
    const presented = this.held();
    const lost = await this.door.present(presented);
    this.tally.cut += 1;
    this.passWithin();
    this.learn(presented, [lost, await this.door.present(presented)]);
  }

  /** It hangs up before the answer and comes again, perhaps while the first request is still under way. */
  async repeatAfterCut(): Promise<void> {
    const presented = this.held();
    await this.door.cut(presented);
    this.tally.cut += 1;
    this.learn(presented, [await this.door.present(presented)]);
  }

  /** Another tab wakes up within the grace, after a rotation that has been answered. */
  async lateTab(): Promise<void> {
    await this.rotate(1);
    const [previous] = this.used;
    if (previous === undefined || this.current === null) return;
    this.passWithin();
    const late = await this.door.present(previous);
    if (late.token === null) this.lose(`late tab: ${late.why}`);
    else if (late.token !== this.current) this.tally.note('twoSuccessors', 'a late tab got another token');
    else this.tally.repeats += 1;
  }

  /** The direct predecessor at the end of the grace or after it. */
  async replayLate(): Promise<void> {
    await this.rotate(1);
    if (this.current === null) return;
    this.passBeyond();
    await this.replay(this.used[0] ?? '');
  }

  /** The predecessor of the predecessor, at any time. */
  async replayOlder(): Promise<void> {
    await this.replay(this.used[1] ?? '');
  }

  /** A thief presents the predecessor after the grace at the very moment when the owner presents the current one. */
  async raceWithThief(): Promise<void> {
    await this.rotate(1);
    if (this.current === null) return;
    this.passBeyond();
    const [held, stolen] = [this.held(), this.used[0] ?? ''];
    const presented = randomInt(2) === 0 ? [held, stolen] : [stolen, held];
    const answers = await Promise.all(presented.map((token) => this.door.present(token)));
    const [owner, thief] = [answers[presented.indexOf(held)], answers[presented.indexOf(stolen)]];
    await this.judgeReplay(thief, owner?.token ?? held);
  }

  private async replay(token: string): Promise<void> {
    await this.judgeReplay(await this.door.present(token), this.held());
  }

  /** @param newest what the owner holds now: it must be dead, too */
  private async judgeReplay(answer: Presented | undefined, newest: string): Promise<void> {
    this.tally.replays += 1;
    if (answer?.token !== null) this.tally.note('replaysAccepted', 'a used token was accepted');
    else if (!answer.why.includes('refresh_reuse')) this.tally.note('replaysSurvived', answer.why);
    const after = await this.door.present(newest);
    if (after.token !== null) this.tally.note('replaysSurvived', 'the current token still works');
    this.current = null;
  }

  private learn(presented: string, answers: readonly Presented[]): void {
    const refused = answers.find(({ token }) => token === null);
    if (refused?.token === null) return this.lose(refused.why);
    const successors = new Set(answers.map(({ token }) => token));
    if (successors.size > 1 || successors.has(presented)) this.tally.note('twoSuccessors', `${successors.size}`);
    this.tally.rotations += 1;
    this.tally.repeats += answers.length - 1;
    this.used = [presented, ...this.used].slice(0, 2);
    this.current = answers[0]?.token ?? null;
  }

  private lose(why: string): void {
    this.tally.note('sessionsLost', why);
    this.current = null;
  }

  private held(): string {
    if (this.current === null) throw new Error('no session');
    return this.current;
  }

  private pick(): Scenario {
    const possible = scenarios.filter(
      ({ needsTime, needsHistory }) =>
        (needsHistory ?? 0) <= this.used.length && (needsTime !== true || this.door.pass !== null),
    );
    let ticket = randomInt(possible.reduce((sum, { weight }) => sum + weight, 0));
    for (const scenario of possible) {
      ticket -= scenario.weight;
      if (ticket < 0) return scenario;
    }
    throw new Error('unreachable');
  }

  // One time in four exactly at the edge.
  private passWithin(): void {
    this.door.pass?.(randomInt(4) === 0 ? this.door.graceMs - 1 : randomInt(this.door.graceMs));
  }

  private passBeyond(): void {
    this.door.pass?.(this.door.graceMs + (randomInt(4) === 0 ? 0 : randomInt(longestIdleMs)));
  }
}

/** So many clients at once until together they have rotated so often. */
export async function rotateTogether(doors: readonly Door[], tally: RotationTally, rotations: number): Promise<void> {
  await Promise.all(
    doors.map(async (door) => {
      const client = new RotationClient(door, tally);
      while (tally.rotations < rotations && tally.trouble === null) await client.turn();
      await client.finish();
    }),
  );
}
