import { randomInt } from 'node:crypto';
import type { AuthOptions } from '@janus/auth';
import {
  AccessTokensService,
  KeyRingService,
  OwnerNotices,
  RefreshService,
  RefreshTokens,
  SessionsService,
  SigningKeysService,
} from '@janus/auth';
import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import { MailService, OutboxSignal } from '@janus/mail';
import { Problem, SystemClock } from '@janus/kernel';
import { freshUser } from '@janus/users';
import { JwtService } from '@nestjs/jwt';
import { authOptions } from '../factories/memory-services.js';
import { aUser } from '../factories/records.js';
import { auditOn, origin } from '../factories/audit.js';
import { TestClock } from '../factories/test-clock.js';
import type { Door, Presented } from './rotation-client.js';
import { rotateTogether } from './rotation-client.js';
import type { RotationTally } from './rotation-tally.js';

const graceSeconds = 10;
const tenYears = 315_360_000;
const userCount = 32;
const nowhere = { ip: null, userAgent: null };

const options: AuthOptions = {
  ...authOptions,
  // The signature is not what is tried here, and this one costs least.
  tokens: { ...authOptions.tokens, alg: 'HS256', secret: 'kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLdFgHjKlZxVqWe' },
  sessions: { refreshTtlSeconds: tenYears, ttlSeconds: tenYears, graceSeconds },
};

/** `RefreshService` on the real adapters, without HTTP; each client has a clock of its own, so that nobody waits for the grace to pass. */
export async function rotateInProcess(
  url: string,
  tally: RotationTally,
  rotations: number,
  clients: number,
): Promise<void> {
  const engine = await openEngine({ url, poolSize: url.startsWith('mongodb') ? 50 : 20, timeoutMs: 10_000 });
  try {
    await engine.migrations.up();
    const keys = await keysOf(engine);
    const open = await doorsOf(engine, keys);
    const doors = Array.from({ length: clients }, open);
    await rotateTogether(doors, tally, rotations);
    keys.onModuleDestroy();
  } finally {
    await engine.close();
  }
}

async function keysOf({ adapters }: Engine): Promise<SigningKeysService> {
  const { signingKeys } = adapters;
  const clock = new SystemClock();
  const keys = new SigningKeysService(
    signingKeys,
    new KeyRingService(signingKeys, auditOn(adapters, clock), clock, options),
    clock,
    options,
  );
  await keys.onModuleInit();
  return keys;
}

async function doorsOf({ adapters }: Engine, keys: SigningKeysService): Promise<() => Door> {
  const tokens = new RefreshTokens(options.keyEncryptionKeys);
  const accessTokens = new AccessTokensService(new JwtService({}), keys, options);
  const sessions = new SessionsService(adapters.sessions, accessTokens, tokens, options);
  const now = new SystemClock();
  const audit = auditOn(adapters, now);
  const mail = new MailService(adapters.outbox, new OutboxSignal(), now, { keys: options.keyEncryptionKeys });
  const notices = new OwnerNotices(mail, now);
  const users = Array.from({ length: userCount }, () => aUser());
  for (const user of users) await adapters.users.insert(user);
  return () => {
    const clock = new TestClock();
    clock.goOn(Date.now() - clock.now().getTime());
    const refreshes = new RefreshService(adapters.sessions, sessions, tokens, notices, audit, clock);
    const present = (token: string) => outcomeOf(refreshes, token);
    const left: Promise<unknown>[] = [];
    return {
      graceMs: graceSeconds * 1000,
      pass: (milliseconds) => clock.goOn(milliseconds),
      present,
      cut: async (token) => {
        left.push(present(token));
        await moments(randomInt(6));
      },
      settle: async () => void (await Promise.all(left.splice(0))),
      signIn: async () => {
        const user = freshUser(users[randomInt(userCount)] ?? aUser());
        return (await sessions.start(user, null, nowhere, clock.now())).refreshToken;
      },
    };
  };
}

async function outcomeOf(refreshes: RefreshService, token: string): Promise<Presented> {
  try {
    return { token: (await refreshes.refresh(token, origin)).refreshToken };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { token: null, why: `${error.type.code} ${String(error.extra['endReason'] ?? '')}` };
  }
}

/** So many turns of the event loop: the work that was begun gets so far, and not to its end. */
async function moments(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}
