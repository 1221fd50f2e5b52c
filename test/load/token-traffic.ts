import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../e2e/support/client.js';
import { newcomer } from '../e2e/support/people.js';
import { OutsideVerifier, expiryOf, signerOf } from './outside-verifier.js';

interface Holder {
  refreshToken: string;
}

const refreshEveryMs = 1_000;
const askEveryMs = 40;
const verifyEveryMs = 250;

/**
 * Steady traffic on several instances, which may come and go: people refresh, at one instance or another; every token they have
 * been given is presented to every instance and to the verifier outside, again and again until it expires.
 */
export class TokenTraffic {
  /** Verifications of unexpired tokens: by the instances, and outside. */
  readonly verified = { inside: 0, outside: 0 };
  issued = 0;
  readonly failures: string[] = [];
  readonly signers = new Set<string>();
  private readonly holders: Holder[] = [];
  private readonly tokens: string[] = [];
  private isRunning = true;
  private isOutsideOpen = false;
  private loops: Promise<void>[] = [];

  /** @param urls of the instances that are up; whoever stops one takes it off first */
  constructor(
    readonly urls: string[],
    private readonly verifier: OutsideVerifier,
  ) {}

  async people(count: number): Promise<void> {
    while (this.holders.length < count) {
      const { token, refreshToken } = await newcomer(this.somewhere());
      this.take(token);
      this.holders.push({ refreshToken });
    }
  }

  start(): void {
    const each = this.holders.map((holder) => this.loop(refreshEveryMs, () => this.refresh(holder)));
    const verify = this.loop(verifyEveryMs, () => this.verifyAll());
    this.loops = [...each, verify, ...[0, 1].map((index) => this.loop(askEveryMs, () => this.ask(index)))];
  }

  /** From now on the verifier outside takes part, with every token there is. Before, some instance may have no key set: HS256 has none. */
  openOutside(): void {
    this.isOutsideOpen = true;
  }

  /** Ends it, after everybody has refreshed and asked once more. */
  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.loops);
    for (const holder of this.holders) {
      await this.refresh(holder);
      for (const index of this.urls.keys()) await this.ask(index, this.tokens.at(-1));
    }
    await this.verifyAll();
  }

  /** Takes an instance out of the traffic, and waits for what is under way to it. */
  async without(url: string): Promise<void> {
    this.urls.splice(this.urls.indexOf(url), 1);
    await pause(1_000);
  }

  private async refresh(holder: Holder): Promise<void> {
    const { status, body, text } = await this.somewhere().post('/auth/refresh', { refreshToken: holder.refreshToken });
    if (status !== 200) return this.fail(`refresh: ${status} ${text}`);
    holder.refreshToken = String(body['refreshToken']);
    this.take(String(body['accessToken']));
  }

  private async ask(index: number, token = this.tokens[randomInt(Math.max(1, this.tokens.length))]): Promise<void> {
    const url = this.urls[index];
    // An expired token is right to be refused; one second is for the way.
    if (!url || !token || expiryOf(token) < Date.now() + 1_000) return;
    const { status, text } = await new Client(url).get('/users/me', { token });
    this.verified.inside += 1;
    if (status !== 200) this.fail(`${signerOf(token)} at instance ${index}: ${status} ${text}`);
  }

  /** The verifier outside knows nothing of what is new until its cache runs out; every token must be good for it all the time. */
  private async verifyAll(): Promise<void> {
    if (this.isOutsideOpen) await this.verifier.update(this.urls);
    const now = Date.now();
    const living = this.tokens.filter((token) => expiryOf(token) > now);
    this.tokens.splice(0, this.tokens.length, ...living);
    if (this.isOutsideOpen) for (const token of living) this.verify(token);
  }

  private verify(token: string): void {
    const refusal = this.verifier.refusal(token);
    this.verified.outside += 1;
    if (refusal !== null) this.fail(`outside: ${refusal}`);
  }

  private take(token: string): void {
    this.tokens.push(token);
    this.issued += 1;
    this.signers.add(signerOf(token));
    // At once as well: the token may be the first of its key.
    if (this.verifier.fetches > 0) this.verify(token);
  }

  private somewhere(): Client {
    return new Client(this.urls[randomInt(this.urls.length)] ?? '');
  }

  private fail(what: string): void {
    this.failures.push(what);
  }

  private async loop(everyMs: number, work: () => Promise<void>): Promise<void> {
    while (this.isRunning) {
      await work().catch((error: unknown) => this.fail(String(error)));
      await pause(everyMs);
    }
  }
}
