import type { SessionPageQuery, SessionsRepository } from '@janus/auth';
import { newId } from '@janus/kernel';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aSession, aUser, at } from '../factories/records.js';

describe('SessionsRepository: a user’s own', () => {
  let engine: TestEngine;
  let sessions: SessionsRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    sessions = engine.adapters.sessions;
  });

  afterAll(() => engine.dispose());

  const someone = async () => {
    const user = aUser();
    await engine.adapters.users.insert(user);
    const signIn = async (fields = {}) => {
      const session = aSession(user.id, fields);
      await sessions.insert(session);
      return session.id;
    };
    return { id: user.id, signIn };
  };
  const query = (userId: string, fields: Partial<SessionPageQuery> = {}): SessionPageQuery => ({
    userId,
    credentialsVersion: 1,
    now: at(),
    endedSince: null,
    after: null,
    limit: 10,
    ...fields,
  });
  const ids = async (page: SessionPageQuery) => (await sessions.listOf(page)).map(({ id }) => id);

  it('lists the living ones, the newest first, and of nobody else', async () => {
    const [ada, bob] = [await someone(), await someone()];
    const first = await ada.signIn({ createdAt: at(-20), device: 'first' });
    const second = await ada.signIn({ createdAt: at(-10) });
    await ada.signIn({ expiresAt: at() });
    await ada.signIn({ credentialsVersion: 2 });
    await sessions.end(await ada.signIn(), 'logout', at(-5));
    await bob.signIn();
    expect(await ids(query(ada.id))).toEqual([second, first]);
    expect((await sessions.listOf(query(ada.id)))[1]).toEqual((await sessions.findWithUser(first))?.session);
    expect([await sessions.countOf(query(ada.id)), await sessions.countOf(query(bob.id))]).toEqual([2, 1]);
    expect(await ids(query(newId(new Date())))).toEqual([]);
    for (const id of noIds) await expect(sessions.listOf(query(id as string))).rejects.toThrow(TypeError);
  });

  it('lists on request also what ended or expired since, whatever its version', async () => {
    const ada = await someone();
    const living = await ada.signIn({ createdAt: at(-10) });
    const expired = await ada.signIn({ createdAt: at(-20), expiresAt: at(-5) });
    const stale = await ada.signIn({ createdAt: at(-30), credentialsVersion: 7 });
    const ended = await ada.signIn({ createdAt: at(-40) });
    await sessions.end(ended, 'refresh_reuse', at(-7));
    const longAgo = await ada.signIn({ createdAt: at(-50) });
    await sessions.end(longAgo, 'logout', at(-8));
    await ada.signIn({ createdAt: at(-60), expiresAt: at(-8) });
    expect(await ids(query(ada.id, { endedSince: at(-7) }))).toEqual([living, expired, stale, ended]);
    expect(await sessions.countOf(query(ada.id, { endedSince: at(-7), limit: 1 }))).toBe(4);
  });

  it('pages through many of one instant without leaving one out or repeating one', async () => {
    const ada = await someone();
    const all = [];
    for (let n = 0; n < 7; n += 1) all.push(await ada.signIn());
    const seen: string[] = [];
    for (let after: SessionPageQuery['after'] = null; ;) {
      const page = await sessions.listOf(query(ada.id, { after, limit: 3 }));
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (page.length < 3 || !last) break;
      after = { createdAt: last.createdAt, id: last.id };
    }
    expect(seen).toEqual(all.toSorted().toReversed());
  });

  it('tells where the latest were made from, ended ones too', async () => {
    const ada = await someone();
    await ada.signIn({ createdAt: at(-30), ip: '192.0.2.1', userAgent: 'old' });
    await sessions.end(await ada.signIn({ createdAt: at(-20), ip: '192.0.2.2', userAgent: 'x' }), 'logout', at());
    await ada.signIn({ createdAt: at(-10), ip: '2001:db8::1' });
    const latest = [
      { ip: '2001:db8::1', userAgent: null },
      { ip: '192.0.2.2', userAgent: 'x' },
    ];
    expect(await sessions.listOrigins(ada.id, at(-20), 10)).toEqual(latest);
    expect(await sessions.listOrigins(ada.id, at(-40), 1)).toEqual(latest.slice(0, 1));
    for (const id of noIds) await expect(sessions.listOrigins(id as string, at(), 1)).rejects.toThrow(TypeError);
  });

  it('lifts a living session from the version that it has, once among sixteen', async () => {
    const ada = await someone();
    const id = await ada.signIn();
    expect(await sessions.lift(id, 2, 3)).toBe(false);
    expect(await race(() => sessions.lift(id, 1, 2))).toBe(1);
    expect((await sessions.findWithUser(id))?.session.credentialsVersion).toBe(2);
    await sessions.end(id, 'logout', at());
    expect(await sessions.lift(id, 2, 3)).toBe(false);
    expect(await sessions.lift(newId(new Date()), 1, 2)).toBe(false);
  });
});
