/**
 * Does the last super admin stay? Two or three of them demote, suspend and delete each other or themselves at once, each from a
 * process of its own, while others are added or the count is recounted; processes die in the middle.
 *
 *   node scripts/run.cjs test/chaos/last-super-admin.ts --engine sqlite|mysql|mariadb|postgres|mongodb|all
 *     [--rounds 1000] [--kills 60]
 *
 * In so many of a hundred rounds one process is to die by kill -9, if it lives so long: at a call of a port (before it, while the database works on it,
 * before the answer is known), or at any moment. After every round, and again after a recount that waits for nobody, at least
 * one active, not deleted super admin must be in the database, and the guard record must not count more than there are. The
 * first violation is printed and ends the run with exit 1. Servers: TEST_<ENGINE>_URL.
 */
import { randomInt } from 'node:crypto';
import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import type { User } from '@janus/users';
import { actingSuperAdmins, isActingSuperAdmin } from '@janus/users';
import type { Death } from '../factories/dying.js';
import { phases } from '../factories/dying.js';
import type { SuperAdminServices } from '../factories/super-admin-services.js';
import { order, removalNames, superAdminServices } from '../factories/super-admin-services.js';
import type { EngineName } from '../load/engine-from-args.js';
import { databaseOn, enginesFromArgs, numberArgument } from '../load/engine-from-args.js';
import type { Order } from './super-admin-worker.js';
import { SuperAdminWorkers } from './super-admin-workers.js';

const rounds = numberArgument('rounds', 1_000, 100_000);
const killPercent = numberArgument('kills', 60, 100);
const people = 3;
const lastStep = 7;
const longestLifeMs = 25;

interface Figures {
  kills: number;
  tooLow: number;
  readonly outcomes: Map<string, number>;
}

class Violation extends Error {}

async function acting({ adapters }: Engine): Promise<User[]> {
  const sort = 'createdAt' as const;
  return adapters.users.list({ filter: actingSuperAdmins, sort, descending: false, after: null, limit: 100 });
}

async function check(engine: Engine, what: object): Promise<{ real: number; n: number }> {
  const real = (await acting(engine)).length;
  const { n, epoch } = await engine.adapters.superAdminCount.read();
  if (real >= 1 && n <= real) return { real, n };
  throw new Violation(JSON.stringify({ real, n, epoch, ...what }, null, 2));
}

/** Brings back who has gone, as a super admin would, until there are so many. */
async function restore(engine: Engine, services: SuperAdminServices, ids: readonly string[], size: number) {
  for (;;) {
    await services.recount.mend();
    const [actor, ...others] = await acting(engine);
    if (!actor) throw new Violation('nobody is left to bring the others back');
    if (others.length + 1 === size) return [actor, ...others];
    if (others.length + 1 > size) {
      await services.states.changeRole(actor, 'user', order(others.at(-1)?.id ?? ''));
      continue;
    }
    const all = await Promise.all(ids.map((id) => engine.adapters.users.findById(id)));
    const gone = all.find((one): one is User => one !== null && !isActingSuperAdmin(one));
    if (!gone) continue;
    if (gone.deletedAt) await services.states.restore(actor, order(gone.id));
    if (!gone.isActive) await services.states.setActive(actor, true, order(gone.id));
    if (gone.role !== 'super_admin') await services.states.changeRole(actor, 'super_admin', order(gone.id));
  }
}

function planRound(crew: readonly User[], ids: readonly string[]) {
  const orders: Order[] = crew.map(({ id: actor }, index) => {
    const what = removalNames[randomInt(removalNames.length)] ?? 'leave';
    return { what, actor, target: crew[(index + 1) % crew.length]?.id ?? actor, death: null };
  });
  const extra = randomInt(10);
  const idle = ids.find((id) => crew.every((one) => one.id !== id)) ?? ids[0] ?? '';
  if (extra < 2) orders.push({ what: 'recount', actor: '', target: '', death: null });
  else if (extra < 4) orders.push({ what: 'add', actor: '', target: idle, death: null });
  const isKilled = randomInt(100) < killPercent;
  const dying = randomInt(orders.length);
  const phase: Death['phase'] = phases[randomInt(phases.length)] ?? 'before';
  const death = randomInt(3) > 0 ? { step: 1 + randomInt(lastStep), phase } : null;
  return orders.map((order, index) => {
    const dies = isKilled && index === dying;
    return {
      order: { ...order, death: dies ? death : null },
      killAfterMs: dies && !death ? randomInt(longestLifeMs) : null,
    };
  });
}

async function playRounds(engine: Engine, workers: SuperAdminWorkers, figures: Figures): Promise<void> {
  const services = superAdminServices(engine.adapters);
  const ids: string[] = [];
  for (let n = 0; n < people; n += 1) ids.push((await services.newcomer()).id);
  for (let round = 1; round <= rounds; round += 1) {
    const crew = await restore(engine, services, ids, randomInt(4) === 0 ? 3 : 2);
    await workers.ready();
    const plan = planRound(crew, ids);
    const outcomes = await Promise.all(plan.map(({ order, killAfterMs }) => workers.run(order, killAfterMs)));
    const what = { round, plan, outcomes };
    const { real, n } = await check(engine, what);
    if (outcomes.includes('killed')) figures.kills += 1;
    if (n < real) figures.tooLow += 1;
    for (const outcome of outcomes) figures.outcomes.set(outcome, (figures.outcomes.get(outcome) ?? 0) + 1);
    await services.recount.mend();
    await check(engine, { ...what, after: 'recount' });
  }
}

async function run(name: EngineName): Promise<boolean> {
  const database = databaseOn(name);
  const engine = await openEngine({ url: database.url, poolSize: 4, timeoutMs: 10_000 });
  await engine.migrations.up();
  const workers = new SuperAdminWorkers(database.url, people + 1);
  const figures: Figures = { kills: 0, tooLow: 0, outcomes: new Map() };
  const startedAt = performance.now();
  let violation = '';
  try {
    await playRounds(engine, workers, figures);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error.message;
  } finally {
    await workers.end();
    await engine.close();
    await database.drop();
  }
  const outcomes = [...figures.outcomes].map(([outcome, count]) => `${count}x ${outcome}`).join(', ');
  process.stdout.write(
    `${name.padEnd(9)} ${violation ? 'FAIL' : 'ok  '} rounds ${rounds}, rounds with a kill ${figures.kills}, ` +
      `violations ${violation ? 1 : 0}, count too low ${figures.tooLow} times; ${outcomes}; ` +
      `${Math.round((performance.now() - startedAt) / 1000)} s\n${violation}`,
  );
  return violation === '';
}

async function main(): Promise<void> {
  for (const name of enginesFromArgs('sqlite')) if (!(await run(name))) process.exit(1);
  process.exit(0);
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
