import { aDigest, aSession, aUser, anInvitation } from '../../../../test/factories/records.js';
import { memoryServices } from '../../../../test/factories/memory-services.js';
import { Sweeper } from './sweeper.js';

const day = 24 * 3_600_000;

describe('Sweeper', () => {
  it('deletes what is long over, however much, and nothing else', async () => {
    const { ports: adapters, clock, keyRing, auditSweep } = await memoryServices();
    const daysAgo = (days: number) => new Date(clock.now().getTime() - days * day);
    const user = aUser();
    await adapters.users.insert(user);
    const [old, recent] = [
      Array.from({ length: 1_100 }, () => aSession(user.id, { expiresAt: daysAgo(31) })),
      aSession(user.id, { expiresAt: daysAgo(29) }),
    ];
    for (const session of [...old, recent]) await adapters.sessions.insert(session);
    const invitation = anInvitation(user.id, { expiresAt: daysAgo(1) });
    await adapters.invitations.put(invitation);
    const record = { id: aDigest(), requestDigest: aDigest(), claimedAt: daysAgo(2), expiresAt: daysAgo(1) };
    await adapters.idempotency.claim(record, daysAgo(3));

    const sweeper = new Sweeper(
      adapters.sessions,
      adapters.invitations,
      adapters.links,
      adapters.attempts,
      keyRing,
      adapters.idempotency,
      auditSweep,
      clock,
    );
    await sweeper.sweep();

    expect(await adapters.sessions.findWithUser(old[0]?.id ?? '')).toBeNull();
    expect(await adapters.sessions.sweep(daysAgo(30), 10)).toBe(0);
    expect(await adapters.sessions.findWithUser(recent.id)).not.toBeNull();
    expect(await adapters.invitations.findByDigest(invitation.tokenDigest)).toBeNull();
    expect(await adapters.idempotency.sweep(clock.now(), 10)).toBe(0);
  });
});
