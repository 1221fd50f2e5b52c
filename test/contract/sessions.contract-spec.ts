import type { SessionsRepository } from '@janus/auth';
import { freshSession } from '@janus/auth';
import { newId } from '@janus/kernel';
import { freshUser } from '@janus/users';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aDigest, aSession, aUser, at } from '../factories/records.js';

describe('SessionsRepository and CallerReader', () => {
  let engine: TestEngine;
  let sessions: SessionsRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    sessions = engine.adapters.sessions;
  });

  afterAll(() => engine.dispose());

  async function stored(fields = {}, user = aUser()) {
    await engine.adapters.users.insert(user);
    const session = aSession(user.id, fields);
    await sessions.insert(session);
    return { user, session };
  }

  const rotation = (presentedDigest: string, nextDigest = aDigest()) => ({
    presentedDigest,
    nextDigest,
    salt: 'c2FsdA',
    expiresAt: at(90_000),
  });
  const read = async (id: string) => (await sessions.findWithUser(id))?.session;

  it('reads back exactly what was stored, with its user', async () => {
    const full = { device: '👩‍🚀 phone', ip: '2001:db8::1', userAgent: 'x'.repeat(400), credentialsVersion: 3 };
    for (const fields of [full, {}]) {
      const { user, session } = await stored(fields);
      expect(await sessions.findWithUser(session.id)).toEqual({
        session: freshSession(session),
        user: freshUser(user),
      });
    }
  });

  it('refuses a session of nobody, and what is no id', async () => {
    await expect(sessions.insert(aSession(newId(new Date())))).rejects.toThrow();
    expect(await sessions.findWithUser(newId(new Date()))).toBeNull();
    expect(await engine.adapters.callerReader.find(newId(new Date()))).toBeNull();
    for (const id of noIds as string[]) {
      await expect(sessions.findWithUser(id)).rejects.toThrow(TypeError);
      await expect(engine.adapters.callerReader.find(id)).rejects.toThrow(TypeError);
      await expect(sessions.end(id, 'logout', at())).rejects.toThrow(TypeError);
      await expect(sessions.rotate(id, rotation('x'), at())).rejects.toThrow(TypeError);
      await expect(sessions.endAllOf(id, 2, 'logout', at())).rejects.toThrow(TypeError);
    }
  });

  it('gives the guard session and user as they are now', async () => {
    const { user, session } = await stored();
    const { callerReader, users } = engine.adapters;
    const { id, userId, credentialsVersion, expiresAt } = session;
    const living = { id, userId, credentialsVersion, expiresAt, endedAt: null, endReason: null };
    expect(await callerReader.find(id)).toEqual({ session: living, user: freshUser(user) });
    await users.setActive(user.id, 1, false, at(5));
    await sessions.end(id, 'suspended', at(6));
    const ended = { ...living, endedAt: at(6), endReason: 'suspended' };
    expect(await callerReader.find(id)).toEqual({ session: ended, user: await users.findById(user.id) });
  });

  it('rotates: the current secret becomes the predecessor', async () => {
    const { session } = await stored();
    const next = rotation(session.refreshDigest);
    expect(await sessions.rotate(session.id, next, at(10))).toBe(true);
    expect(await read(session.id)).toEqual({
      ...freshSession(session),
      refreshDigest: next.nextDigest,
      previousDigest: session.refreshDigest,
      rotationSalt: 'c2FsdA',
      rotatedAt: at(10),
      lastUsedAt: at(10),
      expiresAt: at(90_000),
    });
  });

  it('does not rotate another secret, whatever its case, an ended or an expired session', async () => {
    const { session } = await stored({ refreshDigest: `abc${aDigest().slice(3)}`, expiresAt: at(1_000) });
    const { id, refreshDigest } = session;
    for (const digest of [aDigest(), refreshDigest.replace('abc', 'aBc'), `${refreshDigest} `, '']) {
      expect(await sessions.rotate(id, rotation(digest), at(10))).toBe(false);
    }
    expect(await sessions.rotate(id, rotation(refreshDigest), at(1_000))).toBe(false);
    expect(await sessions.rotate(newId(new Date()), rotation(refreshDigest), at(10))).toBe(false);
    expect(await read(id)).toEqual(freshSession(session));
    expect(await sessions.rotate(id, rotation(refreshDigest, refreshDigest), at(999))).toBe(true);
    await sessions.end(id, 'logout', at(999));
    expect(await sessions.rotate(id, rotation(refreshDigest), at(999))).toBe(false);
  });

  it('lets one of sixteen rotate, again and again', async () => {
    const { session } = await stored();
    let current = session.refreshDigest;
    for (let round = 0; round < 10; round += 1) {
      const nexts = Array.from({ length: 16 }, aDigest);
      expect(await race((racer) => sessions.rotate(session.id, rotation(current, nexts[racer]), at(round)))).toBe(1);
      const after = await read(session.id);
      expect(after?.previousDigest).toBe(current);
      expect(nexts).toContain(after?.refreshDigest);
      current = after?.refreshDigest ?? '';
    }
  });

  it('ends once, for the first reason, among sixteen', async () => {
    const { session } = await stored();
    expect(await race(() => sessions.end(session.id, 'refresh_reuse', at(7)))).toBe(1);
    expect(await sessions.end(session.id, 'logout', at(8))).toBe(false);
    expect(await read(session.id)).toMatchObject({ endedAt: at(7), endReason: 'refresh_reuse' });
    expect(await sessions.end(newId(new Date()), 'logout', at(8))).toBe(false);
  });

  it('either rotates or ends first when both come at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { session } = await stored();
      await Promise.all([
        sessions.rotate(session.id, rotation(session.refreshDigest), at(1)),
        sessions.end(session.id, 'logout', at(1)),
      ]);
      const after = await read(session.id);
      expect(after?.endReason).toBe('logout');
      expect(await sessions.rotate(session.id, rotation(after?.refreshDigest ?? ''), at(2))).toBe(false);
    }
  });

  it('ends the living sessions of one user that are older than a version', async () => {
    const { user, session } = await stored();
    const own = [aSession(user.id), aSession(user.id, { credentialsVersion: 2 }), aSession(user.id)];
    for (const one of own) await sessions.insert(one);
    const stranger = await stored();
    await sessions.end(own[2]?.id ?? '', 'logout', at(1));
    expect(await sessions.endAllOf(user.id, 2, 'role_changed', at(5))).toBe(2);
    const reasons = await Promise.all(
      [session, ...own, stranger.session].map(async ({ id }) => (await read(id))?.endReason),
    );
    expect(reasons).toEqual(['role_changed', 'role_changed', null, 'logout', null]);
    expect(await sessions.endAllOf(user.id, 2, 'suspended', at(6))).toBe(0);
  });

  it('ends every other living session of the user, and nobody else’s', async () => {
    const { user, session } = await stored();
    const [other, ended, stranger] = [aSession(user.id), aSession(user.id), await stored()];
    for (const one of [other, ended]) await sessions.insert(one);
    await sessions.end(ended.id, 'logout', at(1));
    expect(await sessions.endOthers(user.id, session.id, 'revoked_by_owner', at(5))).toBe(1);
    expect(await sessions.endOthers(user.id, session.id, 'revoked_by_owner', at(6))).toBe(0);
    const ends = await Promise.all(
      [session, other, ended, stranger.session].map(async ({ id }) => {
        const found = await read(id);
        return [found?.endReason, found?.endedAt];
      }),
    );
    expect(ends).toEqual([
      [null, null],
      ['revoked_by_owner', at(5)],
      ['logout', at(1)],
      [null, null],
    ]);
    await expect(sessions.endOthers(user.id, '', 'logout', at())).rejects.toThrow(TypeError);
  });

  it('lists what ended since, for some reasons, the latest first', async () => {
    const { user, session } = await stored();
    const ends = [session, ...Array.from({ length: 4 }, () => aSession(user.id))];
    for (const one of ends.slice(1)) await sessions.insert(one);
    await sessions.end(ends[0]?.id ?? '', 'suspended', at(10));
    await sessions.end(ends[1]?.id ?? '', 'suspended', at(9));
    await sessions.end(ends[2]?.id ?? '', 'logout', at(12));
    await sessions.end(ends[3]?.id ?? '', 'refresh_reuse', at(11));
    const list = async (limit: number) =>
      (await sessions.listEndedSince(user.id, at(10), ['suspended', 'refresh_reuse'], limit)).map(({ id }) => id);
    expect(await list(10)).toEqual([ends[3]?.id, ends[0]?.id]);
    expect(await list(1)).toEqual([ends[3]?.id]);
    expect(await sessions.listEndedSince(user.id, at(0), [], 10)).toEqual([]);
    const [whole] = await sessions.listEndedSince(user.id, at(11), ['refresh_reuse'], 1);
    expect(whole).toEqual(await read(ends[3]?.id ?? ''));
  });

  it('sweeps what expired before an instant, so many at a time', async () => {
    const own = await openTestEngine();
    try {
      const user = aUser();
      await own.adapters.users.insert(user);
      // Long ago, but not so long that a TTL index would take part.
      const day = new Date(Date.now() - 24 * 3600 * 1000);
      const expiresAt = (offset: number) => new Date(day.getTime() + offset);
      for (const offset of [-3, -2, -1, 0, 1])
        await own.adapters.sessions.insert(aSession(user.id, { expiresAt: expiresAt(offset) }));
      expect(await own.adapters.sessions.sweep(day, 2)).toBe(2);
      expect(await own.adapters.sessions.sweep(day, 2)).toBe(1);
      expect(await own.adapters.sessions.sweep(day, 2)).toBe(0);
      expect(await own.adapters.sessions.sweep(expiresAt(2), 10)).toBe(2);
    } finally {
      await own.dispose();
    }
  });
});
