import { aDigest, aSession, aUser, anInvitation } from '../../../../test/factories/records.js';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { databaseUnavailable } from '@janus/kernel';
import { Sweeper } from './sweeper.js';

const day = 24 * 3_600_000;

function sweeperOf({ ports, clock, keyRing, auditSweep }: MemoryServices): Sweeper {
  const { sessions, invitations, links, attempts, idempotency } = ports;
  return new Sweeper(sessions, invitations, links, attempts, keyRing, idempotency, auditSweep, clock);
}

describe('Sweeper', () => {
  afterEach(() => jest.useRealTimers());

  it('deletes what is long over, however much, and nothing else', async () => {
    const services = await memoryServices();
    const { ports: adapters, clock } = services;
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

    await sweeperOf(services).sweep();

    expect(await adapters.sessions.findWithUser(old[0]?.id ?? '')).toBeNull();
    expect(await adapters.sessions.sweep(daysAgo(30), 10)).toBe(0);
    expect(await adapters.sessions.findWithUser(recent.id)).not.toBeNull();
    expect(await adapters.invitations.findByDigest(invitation.tokenDigest)).toBeNull();
    expect(await adapters.idempotency.sweep(clock.now(), 10)).toBe(0);
  });

  it('lets no more than two minutes pass before a change is told whose process died', async () => {
    const services = await memoryServices();
    const gone = () => Promise.reject(databaseUnavailable('gone'));
    const event = { type: 'user.suspended', actor: null, target: null } as const;
    await expect(services.audit.around(event, origin, gone)).rejects.toThrow('DATABASE_UNAVAILABLE');
    jest.useFakeTimers();
    const sweeper = sweeperOf(services);
    sweeper.onApplicationBootstrap();
    services.clock.goOn(60_001);
    await jest.advanceTimersByTimeAsync(60_000);
    const [chainId = ''] = await services.ports.auditLog.chainIds();
    const told = await services.ports.auditLog.readChain(chainId, 0, 10);
    expect(told.map((entry) => entry.event.reason)).toEqual(['OUTCOME_UNKNOWN']);
    await sweeper.onModuleDestroy();
  });
});
