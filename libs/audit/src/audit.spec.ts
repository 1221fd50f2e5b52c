import type { User } from '@janus/access';
import { Problem, databaseUnavailable } from '@janus/kernel';
import type { MemoryServices } from '../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../test/factories/memory-services.js';
import { aUser } from '../../../test/factories/records.js';
import { usersProblems } from '@janus/users';
import type { NewAuditEvent } from './audit-event.js';

const event: NewAuditEvent = { type: 'auth.logout', actor: null, target: null };
const dayMs = 24 * 3600 * 1000;

describe('the audit log', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  const entries = async () => {
    const { auditLog } = services.ports;
    const [chainId = ''] = await auditLog.chainIds();
    return chainId === '' ? [] : auditLog.readChain(chainId, 0, 1_000);
  };
  const types = async () => (await entries()).map((entry) => entry.event.type);
  const intentsLeft = async () => services.ports.auditIntents.listBefore(new Date(8e15), 100);
  const findings = async () => (await services.auditVerification.verify()).findings;

  it('chains what is recorded, however much at once, and finds nothing wrong with it', async () => {
    await Promise.all(Array.from({ length: 500 }, () => services.audit.record(event, origin)));
    const stored = await entries();
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, n) => n + 1));
    expect(new Set(stored.map(({ hash }) => hash)).size).toBe(500);
    expect(await services.auditVerification.verify()).toEqual({ chains: 1, entries: 500, findings: [] });
    expect(stored[0]?.event).toMatchObject({ ...event, ...origin, outcome: 'success', reason: null, changes: [] });
  });

  it('ends a chain whose write failed and begins another; who waited is told', async () => {
    await services.audit.record(event, origin);
    const append = jest.spyOn(services.ports.auditLog, 'append').mockRejectedValueOnce(databaseUnavailable('gone'));
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => services.audit.record(event, origin)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    append.mockRestore();
    await services.audit.record(event, origin);
    expect((await services.ports.auditChains.list()).map(({ ordinal }) => ordinal)).toEqual([1, 2]);
    expect(await findings()).toEqual([]);
  });

  describe('verification', () => {
    const store = () =>
      (services.ports.auditLog as unknown as { store: { auditLog: Map<string, Record<string, unknown>> } }).store;

    beforeEach(async () => {
      for (let n = 0; n < 5; n += 1) await services.audit.record(event, origin);
      await services.trail.onModuleDestroy();
    });

    it('finds an entry that was altered, in whatever field', async () => {
      const [, second] = await entries();
      const { id } = second.event;
      for (const change of [
        { reason: 'x' },
        { at: new Date(0) },
        { type: 'auth.registered' },
        { outcome: 'refused' },
        { ip: '192.0.2.99' },
        { actor: { id, role: 'guest' } },
        { target: { id } },
        { changes: [{ field: 'role', before: null, after: 'admin' }] },
      ]) {
        store().auditLog.set(id, { ...second, event: { ...second.event, ...change } });
        expect(await findings()).toEqual([`chain 1: entry 2 (${id}) was altered`]);
      }
      store().auditLog.set(id, { ...second });
      expect(await findings()).toEqual([]);
    });

    it.each([
      [1, 'chain 1: entry 1 is missing'],
      [3, 'chain 1: entry 3 is missing'],
      [5, 'chain 1: entry 5 is missing'],
    ])('finds that entry %i is missing', async (seq, finding) => {
      const found = (await entries()).find((entry) => entry.seq === seq);
      store().auditLog.delete(found?.event.id ?? '');
      expect(await findings()).toEqual([finding]);
    });

    it('finds a chain that is missing, one that has no record, and a record that was altered', async () => {
      const { auditChains } = (services.ports.auditChains as unknown as { store: { auditChains: Map<string, object> } })
        .store;
      const [chain] = await services.ports.auditChains.list();
      auditChains.set(chain.id, { ...chain, seq: 4 });
      expect(await findings()).toEqual(['chain 1: its record was altered, or made with another KEY_ENCRYPTION_KEY']);
      auditChains.set(chain.id, { ...chain, prunedSeq: 2 });
      expect(await findings()).toEqual(['chain 1: what it says of removed entries was altered']);
      auditChains.set(chain.id, { ...chain, ordinal: 2 });
      expect(await findings()).toContain('chain 1 is missing');
      auditChains.delete(chain.id);
      expect(await findings()).toEqual([`there are entries of a chain ${chain.id} that has no record`]);
    });

    it('finds nothing wrong with what the retention has removed', async () => {
      services.clock.goOn(31 * dayMs);
      for (let n = 0; n < 3; n += 1) await services.audit.record(event, origin);
      expect(await services.auditSweep.removeOld()).toBe(5);
      expect((await entries()).map(({ seq }) => seq)).toEqual([6, 7, 8]);
      expect(await findings()).toEqual([]);
      expect(await services.auditSweep.removeOld()).toBe(0);
    });
  });

  describe('around a change', () => {
    const role = { ...event, type: 'user.role_changed' as const };

    it('records what won, once, and not what lost or was refused', async () => {
      expect(await services.audit.around(role, origin, async () => true)).toBe(true);
      expect(await services.audit.around(role, origin, async () => false)).toBe(false);
      const refusal = () => Promise.reject(new Problem(usersProblems.EMAIL_TAKEN));
      await expect(services.audit.around(role, origin, refusal)).rejects.toThrow('EMAIL_TAKEN');
      expect(await types()).toEqual(['user.role_changed']);
      expect(await intentsLeft()).toEqual([]);
    });

    it('makes no change that cannot be announced', async () => {
      jest.spyOn(services.ports.auditIntents, 'put').mockRejectedValueOnce(databaseUnavailable('gone'));
      const write = jest.fn();
      await expect(services.audit.around(role, origin, write)).rejects.toThrow('DATABASE_UNAVAILABLE');
      expect(write).not.toHaveBeenCalled();
    });

    it('leaves to the sweep what nobody knows the outcome of, which tells it once', async () => {
      const gone = () => Promise.reject(databaseUnavailable('gone'));
      await expect(services.audit.around(role, origin, gone)).rejects.toThrow('DATABASE_UNAVAILABLE');
      jest.spyOn(services.ports.auditLog, 'append').mockRejectedValueOnce(databaseUnavailable('gone'));
      await expect(services.audit.around(role, origin, async () => true)).rejects.toThrow('DATABASE_UNAVAILABLE');
      expect(await services.auditSweep.settleAbandoned()).toBe(0);
      services.clock.goOn(60_001);
      const settled = await Promise.all([1, 2, 3].map(() => services.auditSweep.settleAbandoned()));
      expect(settled.reduce((sum, n) => sum + n)).toBe(2);
      const told = (await entries()).map((entry) => entry.event);
      expect(told).toMatchObject(
        [1, 2].map(() => ({ type: 'user.role_changed', outcome: 'failure', reason: 'OUTCOME_UNKNOWN' })),
      );
      expect(await intentsLeft()).toEqual([]);
    });

    it('tells nothing twice of what was recorded and only not forgotten', async () => {
      const remove = jest.spyOn(services.ports.auditIntents, 'remove').mockRejectedValueOnce(databaseUnavailable('x'));
      await expect(services.audit.around(role, origin, async () => true)).rejects.toThrow('DATABASE_UNAVAILABLE');
      remove.mockRestore();
      services.clock.goOn(60_001);
      expect(await services.auditSweep.settleAbandoned()).toBe(0);
      expect(await types()).toEqual(['user.role_changed']);
      expect(await intentsLeft()).toEqual([]);
    });
  });

  it('shows moderators no field of others that they do not see elsewhere', async () => {
    const [moderator, ada] = [aUser({ role: 'moderator' }), aUser()];
    for (const one of [moderator, ada]) await services.ports.users.insert(one);
    const changes = ['email', 'displayName', 'role'].map((field) => ({ field, before: null, after: 'x' }));
    await services.audit.record({ ...event, target: ada, changes }, origin);
    await services.audit.record({ ...event, target: moderator, changes }, origin);
    const reader = (await services.ports.users.findById(moderator.id)) as User;
    const all = { actorId: null, targetId: null, type: null, outcome: null, from: null, to: null };
    const [ofSelf, ofAda] = await services.auditReader.list(reader, { ...all, after: null, limit: 10 });
    expect(ofSelf?.changes.map(({ field }) => field)).toEqual(['email', 'displayName', 'role']);
    expect(ofAda?.changes.map(({ field }) => field)).toEqual(['displayName', 'role']);
  });
});
