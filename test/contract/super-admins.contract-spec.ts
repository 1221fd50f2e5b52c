import type { User } from '@janus/users';
import { actingSuperAdmins } from '@janus/users';
import { phases, runsIntoDeath } from '../factories/dying.js';
import type { TestEngine } from '../factories/open-test-engine.js';
import { openTestEngine } from '../factories/open-test-engine.js';
import { outcome } from '../factories/outcome.js';
import { race } from '../factories/race.js';
import type { SuperAdminServices } from '../factories/super-admin-services.js';
import { order, removalNames, removals, superAdminServices } from '../factories/super-admin-services.js';

describe('super admins', () => {
  let engine: TestEngine;
  let services: SuperAdminServices;

  beforeAll(async () => {
    engine = await openTestEngine();
    services = superAdminServices(engine.adapters);
  });

  afterAll(() => engine.dispose());

  const acting = () =>
    engine.adapters.users.list({
      filter: actingSuperAdmins,
      sort: 'createdAt',
      descending: false,
      after: null,
      limit: 100,
    });
  const tally = () => engine.adapters.superAdminCount.read();

  /** Exactly so many, and the count says so. */
  const crew = async (size: number): Promise<User[]> => {
    await services.recount.recount();
    let all = await acting();
    while (all.length < size) all = [...all, await services.newcomer()];
    const [first] = all;
    for (const { id } of all.slice(size)) if (first) await services.states.changeRole(first, 'user', order(id));
    expect(await services.recount.look()).toEqual({ counted: size, real: size });
    return acting();
  };

  /** What must hold at every moment. */
  const expectSafe = async (what: unknown) => {
    const real = (await acting()).length;
    const { n } = await tally();
    expect({ what, nobody: real < 1, tooHigh: n > real }).toEqual({ what, nobody: false, tooHigh: false });
  };

  describe('SuperAdminCount', () => {
    it('never goes below one, adds up, and does neither in another epoch', async () => {
      const own = await openTestEngine();
      const { superAdminCount } = own.adapters;
      expect(await superAdminCount.read()).toEqual({ n: 0, epoch: 0 });
      expect(await superAdminCount.removeOne(0)).toBe(false);
      expect(await race(() => superAdminCount.addOne(0), 5)).toBe(5);
      for (const epoch of [-1, 1]) {
        expect(await superAdminCount.addOne(epoch)).toBe(false);
        expect(await superAdminCount.removeOne(epoch)).toBe(false);
        expect(await superAdminCount.beginRecount(epoch)).toBe(false);
      }
      expect(await superAdminCount.endRecount(0, 3)).toBe(false);
      expect(await superAdminCount.read()).toEqual({ n: 5, epoch: 0 });
      expect(await race(() => superAdminCount.removeOne(0))).toBe(4);
      expect(await superAdminCount.read()).toEqual({ n: 1, epoch: 0 });
      await own.dispose();
    });

    it('begins a recount once among sixteen, ends it once, and not after somebody was counted', async () => {
      const { superAdminCount } = engine.adapters;
      const { epoch } = await tally();
      expect(await race(() => superAdminCount.beginRecount(epoch))).toBe(1);
      expect(await tally()).toEqual({ n: 0, epoch: epoch + 1 });
      expect(await superAdminCount.addOne(epoch + 1)).toBe(true);
      expect(await superAdminCount.endRecount(epoch + 1, 7)).toBe(false);
      expect(await superAdminCount.beginRecount(epoch + 1)).toBe(true);
      expect(await superAdminCount.endRecount(epoch + 1, 7)).toBe(false);
      expect(await race((racer) => superAdminCount.endRecount(epoch + 2, racer))).toBe(1);
      expect((await tally()).epoch).toBe(epoch + 3);
    });
  });

  it('keep one of them, whatever two or three of them do to each other at once', async () => {
    for (let round = 0; round < 60; round += 1) {
      const crewed = await crew(2 + (round % 3 === 2 ? 1 : 0));
      const plans = crewed.map((actor, index) => {
        const name = removalNames[(round + index * 3) % removalNames.length] ?? 'leave';
        return { actor, name, target: crewed[(index + 1) % crewed.length] ?? actor };
      });
      const outcomes = await Promise.all(
        plans.map(({ actor, name, target }) => outcome(removals[name](services, actor, target.id))),
      );
      await expectSafe({ round, outcomes });
      // All of them are over: nothing is pending, so the count is exact.
      expect((await tally()).n).toBe((await acting()).length);
    }
  });

  it.each(removalNames)('keep one of them wherever who would %s dies, and go on after a recount', async (name) => {
    for (const phase of phases) {
      let wasReached = true;
      for (let step = 1; wasReached; step += 1) {
        const [one, other] = (await crew(2)) as [User, User];
        wasReached = await runsIntoDeath(engine.adapters, { step, phase }, (mortal) =>
          outcome(removals[name](superAdminServices(mortal), one, other.id)),
        );
        await expectSafe({ name, step, phase });
        const back = await Promise.all([
          outcome(removals.suspend(services, other, one.id)),
          outcome(services.recount.recount()),
        ]);
        await expectSafe({ name, step, phase, back });
        await services.recount.recount();
        await services.newcomer();
        const [first, second] = (await acting()) as [User, User];
        // The count is right again: of two, one can go.
        expect(await outcome(removals.suspend(services, first, second.id))).toBe('done');
      }
    }
  });

  describe('a recount', () => {
    it('makes a removal lose that was counted before it, however late its write comes', async () => {
      const [one, two] = (await crew(2)) as [User, User];
      const { users } = engine.adapters;
      let recounted = 0;
      const won = await services.keeper.around(two, { ...two, role: 'user' }, async () => {
        expect((await tally()).n).toBe(1);
        recounted = await services.recount.recount();
        return users.changeRole(two.id, two.version, 'user', true, new Date());
      });
      expect([won, recounted]).toEqual([false, 2]);
      // What the removal gives back is not added to what was counted.
      expect(await services.recount.look()).toEqual({ counted: 2, real: 2 });
      const { version, updatedAt } = (await users.findById(one.id)) as User;
      expect({ version, updatedAt }).toEqual({ version: one.version + 1, updatedAt: one.updatedAt });
    });

    it('leaves out what an addition has yet to count', async () => {
      const [one] = (await crew(1)) as [User];
      const added = services.newcomer;
      const { users } = engine.adapters;
      const other = await added();
      await services.states.changeRole(one, 'user', order(other.id));
      const before = (await users.findById(other.id)) as User;
      await services.keeper.around(before, { ...before, role: 'super_admin' }, async () => {
        const won = await users.changeRole(before.id, before.version, 'super_admin', false, new Date());
        expect(await services.recount.recount()).toBe(2);
        return won;
      });
      expect(await services.recount.look()).toEqual({ counted: 2, real: 2 });
    });

    it('mends a count that is too low, and one that is too high', async () => {
      const { superAdminCount } = engine.adapters;
      for (const wrong of [1, 9]) {
        const [one, two] = (await crew(3)) as [User, User];
        const { epoch } = await tally();
        await superAdminCount.beginRecount(epoch);
        await superAdminCount.endRecount(epoch + 1, wrong);
        expect(await services.recount.mend()).toEqual({ counted: wrong, real: 3 });
        expect(await services.recount.mend()).toEqual({ counted: 3, real: 3 });
        expect(await outcome(removals.delete(services, one, two.id))).toBe('done');
      }
    });

    it('is right when sixteen do it at once', async () => {
      await crew(3);
      const { epoch } = await tally();
      await engine.adapters.superAdminCount.beginRecount(epoch);
      const found = await Promise.all(Array.from({ length: 16 }, () => services.recount.recount()));
      expect(new Set(found)).toEqual(new Set([3]));
      expect(await services.recount.look()).toEqual({ counted: 3, real: 3 });
    });

    it('never sets more than there are while they come and go', async () => {
      for (let round = 0; round < 25; round += 1) {
        const [one, two, three] = (await crew(3)) as [User, User, User];
        const all = [
          outcome(services.recount.recount()),
          outcome(removals.demote(services, one, two.id)),
          outcome(removals.delete(services, two, three.id)),
          outcome(removals.leave(services, three)),
          outcome(services.newcomer()),
          outcome(services.recount.recount()),
        ];
        const outcomes = await Promise.all(all);
        await expectSafe({ round, outcomes });
      }
    });
  });
});
