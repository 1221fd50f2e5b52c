import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { aUser } from '../../../../test/factories/records.js';
import { newId } from '@janus/kernel';
import type { ImportJob } from './import-batches.js';
import { readLines } from './line-reader.js';
import type { BatchOutcome } from './user-import.service.js';

const start = { line: 0, offset: 0 };
const job: ImportJob = { id: 'seed', startedAt: new Date('2026-11-24T10:00:00Z'), isResumed: false };
const bytesOf = (lines: readonly (object | string)[]) =>
  Buffer.from(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
const user = (n: number | string) => ({ email: `user-${n}@example.com` });
const many = (count: number) => Array.from({ length: count }, (_, n) => user(n));

describe('the import of users', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  const collect = async (
    kind: 'run' | 'check',
    lines: readonly (object | string)[],
    {
      from = start,
      batches = Infinity,
      ...fields
    }: Partial<ImportJob> & { from?: typeof start; batches?: number } = {},
  ) => {
    const bytes = bytesOf(lines);
    const chunks = (async function* () {
      yield bytes.subarray(from.offset);
    })();
    const outcomes: BatchOutcome[] = [];
    for await (const outcome of services.imports[kind](readLines(chunks, from), { ...job, ...fields })) {
      outcomes.push(outcome);
      if (outcomes.length >= batches) break;
    }
    const refused = outcomes.flatMap((outcome) => outcome.refused).map(({ line, code }) => `${line} ${code}`);
    return { outcomes, refused, stored: outcomes.reduce((sum, { stored }) => sum + stored, 0) };
  };
  const everybody = () => services.ports.userTransfer.page(null, 10_000, true);

  it('stores the good lines, refuses the others, and passes empty ones', async () => {
    const lines = [user(1), '', '{', user(2), { ...user(3), x: 1 }, '  \t', user(1), { ...user(4), passwordHash: 'x' }];
    const { refused, stored, outcomes } = await collect('run', lines);
    expect(stored).toBe(2);
    expect(refused).toEqual(['3 VALIDATION_FAILED', '5 VALIDATION_FAILED', '7 EMAIL_TAKEN', '8 VALIDATION_FAILED']);
    expect(outcomes.at(-1)?.end).toEqual({ line: 8, offset: bytesOf(lines).length });
    expect((await everybody()).map(({ user: { email } }) => email).toSorted()).toEqual([user(1).email, user(2).email]);
    expect((await everybody())[0]?.user.createdAt).toEqual(job.startedAt);
  });

  it('tells the same in a dry run, and stores nothing', async () => {
    await services.ports.users.insert(aUser(user('known')));
    const id = newId(new Date());
    const lines = [
      ...many(600),
      user('known'),
      { ...user('x'), id },
      { ...user('y'), id },
      user(599),
      { ...user(0), id },
      '{',
      { email: 'USER-1@example.com' },
    ];
    const before = await everybody();
    const checked = await collect('check', lines);
    expect(await everybody()).toEqual(before);
    const ran = await collect('run', lines);
    const inOrder = (refused: string[]) => refused.toSorted((a, b) => parseInt(a, 10) - parseInt(b, 10));
    expect(inOrder(checked.refused)).toEqual(ran.refused);
    expect([checked.stored, ran.stored]).toEqual([601, 601]);
    expect(ran.refused).toEqual([
      '601 EMAIL_TAKEN',
      '603 ID_TAKEN',
      '604 EMAIL_TAKEN',
      '605 EMAIL_TAKEN',
      '606 VALIDATION_FAILED',
      '607 EMAIL_TAKEN',
    ]);
  });

  it('goes on from any batch, and a batch that was stored and not noted is no taken address', async () => {
    const lines = many(1_000);
    const first = await collect('run', lines, { batches: 2 });
    expect(first.stored).toBe(500);
    // As if it had died before the second batch was noted, and before any was.
    for (const from of [first.outcomes[0]?.end ?? start, start]) {
      const again = await collect('run', lines, { from, isResumed: true });
      expect([again.refused, again.stored]).toEqual([[], from === start ? 1_000 : 750]);
    }
    expect(await everybody()).toHaveLength(1_000);
    const other = await collect('run', lines, { id: 'another import of the same file' });
    expect([other.refused.length, other.stored]).toEqual([1_000, 0]);
  });

  it('repeats a batch of which a lost database has stored a part', async () => {
    const lines = many(300).map((line, n) => (n % 2 ? line : { ...line, id: newId(new Date()) }));
    const stranger = aUser(user(7));
    await services.ports.users.insert(stranger);
    // What such a batch leaves behind: some of its users, under the ids that they get again.
    await collect('run', lines.slice(0, 100));
    const again = await collect('run', lines, { isResumed: true });
    expect([again.refused, again.stored]).toEqual([['8 EMAIL_TAKEN'], 299]);
    expect(await everybody()).toHaveLength(300);
    expect((await services.ports.credentials.findByEmail(user(7).email))?.user.id).toBe(stranger.id);
  });

  it('knows users by ids of the file again in the batch that is repeated only', async () => {
    const lines = many(500).map((line) => ({ ...line, id: newId(new Date()) }));
    await collect('run', lines, { batches: 1 });
    expect((await collect('run', lines, { isResumed: true })).refused).toEqual([]);
    const again = await collect('run', lines);
    expect(again.refused).toHaveLength(500);
    const resumed = await collect('run', lines, { isResumed: true });
    expect([resumed.stored, resumed.refused.length]).toEqual([250, 250]);
  });

  it('does not take an address from who registers at the same time', async () => {
    const lines = many(400);
    const profile = { displayName: null, firstName: null, lastName: null, locale: null };
    const register = (n: number) =>
      services.registration.register({ ...user(n), password: 'Corr3ct-horse!', ...profile }, origin).then(
        () => n,
        () => null,
      );
    const [imported, ...registered] = await Promise.all([
      collect('run', lines),
      register(399),
      register(5),
      register(0),
    ]);
    const others = registered.filter((n) => n !== null).length;
    expect(imported.stored + others).toBe(400);
    expect(await everybody()).toHaveLength(400);
  });

  it('counts super admins who can act, each once', async () => {
    const role = 'super_admin';
    const deletedAt = '2020-01-01T00:00:00Z';
    const lines = [
      { ...user(1), role },
      { ...user(2), role, isActive: false },
      { ...user(3), role, deletedAt },
      { ...user(4), role: 'admin' },
      { ...user(5), role },
      { ...user(1), role },
    ];
    expect((await collect('run', lines)).stored).toBe(5);
    expect(await services.ports.superAdminCount.read()).toMatchObject({ n: 2 });
    await collect('run', lines, { isResumed: true });
    expect(await services.ports.superAdminCount.read()).toMatchObject({ n: 2 });
    const states = (await everybody()).map(({ user: { isActive, deletedAt } }) => [isActive, deletedAt?.toISOString()]);
    expect(states).toContainEqual([false, undefined]);
    expect(states).toContainEqual([true, '2020-01-01T00:00:00.000Z']);
  });

  it('counts a super admin whom an earlier run has stored and died before it counted', async () => {
    const lines = [{ ...user(1), role: 'super_admin' }];
    const dying = jest.spyOn(services.ports.superAdminCount, 'addOne').mockRejectedValue(new Error('killed'));
    await expect(collect('run', lines)).rejects.toThrow('killed');
    dying.mockRestore();
    expect(await everybody()).toHaveLength(1);
    expect(await services.ports.superAdminCount.read()).toMatchObject({ n: 0 });
    expect((await collect('run', lines, { isResumed: true })).stored).toBe(1);
    expect(await services.ports.superAdminCount.read()).toMatchObject({ n: 1 });
  });

  it('reads back what was written out', async () => {
    const lines = [
      {
        ...user(1),
        displayName: 'Ǆ "\\',
        role: 'admin',
        createdAt: '2001-01-01T00:00:00.123Z',
      },
      { ...user(2), passwordHash: '$2b$05$idZt2B/IgwLUswMBCJfjHefFpWPZixxvj8oKvJxRtqsYpj63DQjeS', isActive: false },
      { ...user(3), deletedAt: '2020-01-01T00:00:00Z', emailVerified: true, locale: 'de' },
      ...many(600).slice(4),
    ];
    await collect('run', lines);
    const all = await everybody();
    const written = async (request: { withHashes: boolean; includeDeleted: boolean }) => {
      const found = [];
      for await (const { text } of services.exports.pages(request)) found.push(...text.trimEnd().split('\n'));
      return found;
    };
    const whole = await written({ withHashes: true, includeDeleted: true });
    const [short, living] = [
      await written({ withHashes: false, includeDeleted: true }),
      await written({ withHashes: true, includeDeleted: false }),
    ];
    expect([whole.length, short.length, living.length]).toEqual([599, 599, 598]);
    expect(short.join('')).not.toContain('passwordHash');
    services = await memoryServices();
    expect((await collect('run', whole)).refused).toEqual([]);
    expect(await everybody()).toEqual(all);
  });
});
