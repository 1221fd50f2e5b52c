import type { AuditEvent, AuditFilter, AuditLogRepository, AuditPageQuery, AuditPosition } from '@janus/audit';
import { newId } from '@janus/kernel';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { noIds, race } from '../factories/race.js';
import { aChainOf, aUser, anAuditEvent, at } from '../factories/records.js';

const id = () => newId(new Date());

describe('AuditLogRepository', () => {
  let engine: TestEngine;
  let log: AuditLogRepository;

  beforeAll(async () => {
    engine = await openTestEngine();
    log = engine.adapters.auditLog;
  });

  afterAll(() => engine.dispose());

  const filter = (fields: Partial<AuditFilter> = {}): AuditFilter => ({
    visibility: { kind: 'all' },
    actorId: null,
    targetId: null,
    type: null,
    outcome: null,
    from: null,
    to: null,
    ...fields,
  });
  const query = (fields: Partial<AuditPageQuery> = {}): AuditPageQuery => ({
    ...filter(fields),
    after: null,
    limit: 100,
    ...fields,
  });
  const append = async (...events: AuditEvent[]) => {
    const entries = aChainOf(events);
    await log.append(entries);
    return entries;
  };
  const idsOf = (events: readonly AuditEvent[]) => events.map((event) => event.id);

  it('reads back exactly what was added, whatever its texts', async () => {
    const actorId = id();
    const full = anAuditEvent({
      type: 'user.role_changed',
      outcome: 'refused',
      actor: { id: actorId, role: 'super_admin' },
      target: { id: id() },
      reason: `${'é'.repeat(499)}😀`,
      requestId: 'r'.repeat(128),
      ip: 'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255',
      userAgent: 'u'.repeat(400),
      changes: [
        { field: 'role', before: 'user', after: 'admin' },
        { field: 'isActive', before: true, after: null },
        { field: 'displayName', before: null, after: 'Robert\'); DROP TABLE users;-- \\ " $ne' },
      ],
    });
    await append(full);
    expect(await log.list(query({ actorId }))).toEqual([full]);
    expect(await log.has(full.id)).toBe(true);
    expect(await log.has(id())).toBe(false);
  });

  it('sorts by time, the latest first, ties by descending id, and goes on where a page ended', async () => {
    const targetId = id();
    const events = [5, 1, 1, 1, 9, 3].map((offset) => anAuditEvent({ at: at(offset), target: { id: targetId } }));
    await append(...events);
    const sorted = idsOf(events.toSorted((a, b) => Number(b.at) - Number(a.at) || (a.id < b.id ? 1 : -1)));
    expect(idsOf(await log.list(query({ targetId })))).toEqual(sorted);
    const walked: string[] = [];
    let after: AuditPosition | null = null;
    for (;;) {
      const page: AuditEvent[] = await log.list(query({ targetId, after, limit: 2 }));
      walked.push(...idsOf(page));
      const last = page.at(-1);
      if (!last || page.length < 2) break;
      after = { at: last.at, id: last.id };
    }
    expect(walked).toEqual(sorted);
  });

  it('filters by every field, the beginning of a time included and its end not', async () => {
    const [actorId, targetId] = [id(), id()];
    const actor = { id: actorId, role: 'admin' as const };
    const one = anAuditEvent({ actor, target: { id: targetId }, type: 'user.suspended', at: at(1_000) });
    const two = anAuditEvent({ actor, type: 'access.refused', outcome: 'refused', at: at(2_000) });
    const three = anAuditEvent({ target: { id: targetId }, at: at(3_000) });
    await append(one, two, three);
    expect(idsOf(await log.list(query({ actorId })))).toEqual(idsOf([two, one]));
    expect(idsOf(await log.list(query({ targetId })))).toEqual(idsOf([three, one]));
    expect(idsOf(await log.list(query({ actorId, type: 'user.suspended' })))).toEqual([one.id]);
    expect(idsOf(await log.list(query({ actorId, outcome: 'refused' })))).toEqual([two.id]);
    expect(idsOf(await log.list(query({ actorId, from: at(2_000) })))).toEqual([two.id]);
    expect(idsOf(await log.list(query({ actorId, to: at(2_000) })))).toEqual([one.id]);
    expect(idsOf(await log.list(query({ actorId, from: at(1_001), to: at(2_000) })))).toEqual([]);
    expect(await log.count(filter({ actorId }))).toBe(2);
    expect(await log.count(filter({ targetId, actorId }))).toBe(1);
    expect(await log.count(filter({ actorId: id() }))).toBe(0);
  });

  it('shows own events, each once, and with those below also what is about living users of these roles today', async () => {
    const [me, user, admin, gone] = [
      aUser({ role: 'moderator' }),
      aUser(),
      aUser({ role: 'admin' }),
      aUser({ role: 'guest' }),
    ];
    for (const one of [me, user, admin, gone]) await engine.adapters.users.insert(one);
    await engine.adapters.users.setDeleted(gone.id, 1, true, at());
    const actor = { id: me.id, role: 'moderator' as const };
    const both = anAuditEvent({ actor, target: { id: me.id }, at: at(1) });
    const byMe = anAuditEvent({ actor, target: { id: admin.id }, at: at(2) });
    const ofMe = anAuditEvent({ target: { id: me.id }, at: at(3) });
    const ofUser = anAuditEvent({ target: { id: user.id }, at: at(4) });
    const byUser = anAuditEvent({ actor: { id: user.id, role: 'user' }, at: at(5) });
    const others = [admin.id, gone.id, id()].map((target) => anAuditEvent({ target: { id: target }, at: at(6) }));
    await append(both, byMe, ofMe, ofUser, byUser, ...others);
    const own = { kind: 'own', userId: me.id } as const;
    const below = { kind: 'below', userId: me.id, roles: ['user', 'guest'] } as const;
    const mine = query({ visibility: own, from: at(1), to: at(7) });
    expect(idsOf(await log.list(mine))).toEqual(idsOf([ofMe, byMe, both]));
    expect(idsOf(await log.list({ ...mine, limit: 2 }))).toEqual(idsOf([ofMe, byMe]));
    expect(await log.count(mine)).toBe(3);
    const seen = query({ visibility: below, from: at(1), to: at(7) });
    const targets = new Set([me.id, user.id, admin.id, gone.id]);
    const found = (await log.list(seen)).filter(({ target }) => target && targets.has(target.id));
    expect(idsOf(found)).toEqual(idsOf([ofUser, ofMe, byMe, both]));
    expect(await log.count({ ...seen, targetId: user.id })).toBe(1);
    expect(await log.count({ ...seen, targetId: admin.id })).toBe(1);
    expect(await log.count({ ...seen, targetId: gone.id })).toBe(0);
    await engine.adapters.users.changeRole(user.id, 1, 'admin', false, at());
    expect(await log.count({ ...seen, targetId: user.id })).toBe(0);
    expect(idsOf(await log.list({ ...seen, targetId: user.id }))).toEqual([]);
    expect(await log.count(filter({ visibility: { ...below, roles: [] }, targetId: me.id }))).toBe(2);
  });

  it('keeps chains in their order, and removes their beginning', async () => {
    const entries = await append(...Array.from({ length: 5 }, () => anAuditEvent()));
    const [{ chainId } = { chainId: '' }] = entries;
    expect(await log.readChain(chainId, 0, 100)).toEqual(entries);
    expect(await log.readChain(chainId, 1, 2)).toEqual(entries.slice(1, 3));
    expect(await log.chainIds()).toContain(chainId);
    expect(await log.removeUpTo(chainId, 2)).toBe(2);
    expect(await log.removeUpTo(chainId, 2)).toBe(0);
    expect(await log.readChain(chainId, 0, 100)).toEqual(entries.slice(2));
    expect(await log.readChain(id(), 0, 100)).toEqual([]);
  });

  it('refuses a second entry of one id, and one of sixteen gets a place in a chain', async () => {
    const [entry] = await append(anAuditEvent());
    await expect(log.append([{ ...entry, chainId: id() }])).rejects.toThrow();
    const chainId = id();
    const won = await race(() =>
      log.append(aChainOf([anAuditEvent()], chainId)).then(
        () => true,
        () => false,
      ),
    );
    expect(won).toBe(1);
    expect(await log.readChain(chainId, 0, 10)).toHaveLength(1);
  });

  it('takes many entries at once', async () => {
    const targetId = id();
    await append(...Array.from({ length: 200 }, (_, n) => anAuditEvent({ target: { id: targetId }, at: at(n) })));
    expect(await log.count(filter({ targetId }))).toBe(200);
  });

  it.each(noIds)('refuses %j for an id', async (no) => {
    await expect(log.has(no as string)).rejects.toThrow(TypeError);
    await expect(log.readChain(no as string, 0, 1)).rejects.toThrow(TypeError);
    await expect(log.removeUpTo(no as string, 1)).rejects.toThrow(TypeError);
  });
});
