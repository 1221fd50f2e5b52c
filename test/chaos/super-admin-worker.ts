/** A process of last-super-admin.ts: does what it is told on the engine of its address, and dies where it is told to. */
import { schema } from '@janus/config';
import { openEngine } from '@janus/database';
import { Problem } from '@janus/kernel';
import type { User } from '@janus/users';
import type { Death } from '../factories/dying.js';
import { dyingAdapters } from '../factories/dying.js';
import type { Removal, SuperAdminServices } from '../factories/super-admin-services.js';
import { removals, superAdminServices } from '../factories/super-admin-services.js';

export interface Order {
  readonly what: Removal | 'add' | 'recount';
  readonly actor: string;
  readonly target: string;
  readonly death: Death | null;
}

const timeoutMs = Number(schema.DATABASE_TIMEOUT_MS.default);

async function main(): Promise<void> {
  const engine = await openEngine({ url: process.argv[2] ?? '', poolSize: 2, timeoutMs });
  await engine.ping();
  process.on('message', (order: Order) => {
    const { death } = order;
    const adapters = death ? dyingAdapters(engine.adapters, death, dieSoon) : engine.adapters;
    void carryOut(superAdminServices(adapters), order, (id) => engine.adapters.users.findById(id))
      .then(() => 'done', describe)
      .then((outcome) => process.send?.(outcome));
  });
  process.send?.('ready');
}

async function carryOut(
  services: SuperAdminServices,
  { what, actor, target }: Order,
  find: (id: string) => Promise<User | null>,
): Promise<unknown> {
  if (what === 'recount') return services.recount.recount();
  if (what === 'add') return services.reinstatement.reinstate(target);
  return removals[what](services, (await find(actor)) as User, target);
}

/** kill -9, but what has been handed to the driver may leave first. */
function dieSoon(): void {
  setImmediate(() => process.kill(process.pid, 'SIGKILL'));
}

function describe(error: unknown): string {
  return error instanceof Problem ? error.type.code : String(error);
}

void main();
