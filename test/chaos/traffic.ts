import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { freshEmail, password } from '../e2e/support/people.js';
import type { Call, Called } from './call.js';
import { call } from './call.js';

export interface Seen extends Called {
  readonly kind: string;
}

interface Holder {
  readonly email: string;
  accessToken: string;
  refreshToken: string;
  /** Refresh tokens that were answered with a successor, oldest first. */
  readonly used: string[];
}

const betweenMs = 40;

/** Light traffic of honest clients: each keeps its tokens, tries again what failed, and remembers what was acknowledged. */
export class Traffic {
  readonly seen: Seen[] = [];
  /** Addresses whose registration was answered with 201. */
  readonly registered: string[] = [];
  readonly holders: Holder[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });
  private isRunning = false;
  private loops: Promise<void>[] = [];

  constructor(private url: string) {}

  /** Registers and signs in so many people. */
  async people(count: number): Promise<void> {
    while (this.holders.length < count) {
      const email = freshEmail('chaos');
      await this.once('register', { method: 'POST', path: '/api/v1/auth/register', body: { email, password } });
      const { status, body } = await this.login(email);
      if (status !== 200) throw new Error(`sign-in before the trouble: ${status}`);
      this.holders.push({
        email,
        accessToken: String(body['accessToken']),
        refreshToken: String(body['refreshToken']),
        used: [],
      });
    }
  }

  /** Every kind of request again and again until `stop`. */
  start(): void {
    this.isRunning = true;
    const [first] = this.holders;
    if (!first) throw new Error('nobody to send requests for');
    const { email } = first;
    this.loops = [
      this.loop(() => this.me(first)),
      this.loop(() => this.login(email)),
      this.loop(() => this.patch(first)),
      this.loop(() => this.register()),
      this.loop(() => this.once('live', { method: 'GET', path: '/api/v1/health/live' })),
      this.loop(() => this.once('ready', { method: 'GET', path: '/api/v1/health/ready' })),
      this.loop(() => this.once('jwks', { method: 'GET', path: '/.well-known/jwks.json' })),
      ...this.holders.slice(1).map((holder) => this.loop(() => this.refresh(holder))),
    ];
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.loops);
  }

  end(): void {
    this.agent.destroy();
  }

  /** The service is somewhere else now. */
  moveTo(url: string): void {
    this.url = url;
  }

  me(holder: Holder): Promise<Called> {
    return this.once('me', { method: 'GET', path: '/api/v1/users/me', token: holder.accessToken });
  }

  login(email: string): Promise<Called> {
    return this.once('login', { method: 'POST', path: '/api/v1/auth/login', body: { email, password } });
  }

  /** Presents what the holder has; without an answer it keeps it, as an honest client does. */
  async refresh(holder: Holder): Promise<Called> {
    const presented = holder.refreshToken;
    const called = await this.present(presented);
    if (called.status === 200) {
      holder.used.push(presented);
      holder.accessToken = String(called.body['accessToken']);
      holder.refreshToken = String(called.body['refreshToken']);
    }
    return called;
  }

  present(refreshToken: string): Promise<Called> {
    return this.once('refresh', { method: 'POST', path: '/api/v1/auth/refresh', body: { refreshToken } });
  }

  private patch(holder: Holder): Promise<Called> {
    const body = { displayName: `Name ${this.seen.length}` };
    return this.once('patch', { method: 'PATCH', path: '/api/v1/users/me', token: holder.accessToken, body });
  }

  private async register(): Promise<void> {
    const email = freshEmail('chaos');
    const { status } = await this.once('register', {
      method: 'POST',
      path: '/api/v1/auth/register',
      body: { email, password },
    });
    if (status === 201) this.registered.push(email);
  }

  private async once(kind: string, request: Call): Promise<Called> {
    const called = await call(this.agent, this.url, request);
    this.seen.push({ kind, ...called });
    return called;
  }

  private async loop(work: () => Promise<unknown>): Promise<void> {
    while (this.isRunning) {
      await work();
      await pause(betweenMs);
    }
  }
}
