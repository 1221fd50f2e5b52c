import type { Role } from '@janus/access';
import { roles } from '@janus/access';
import type { Engine } from '@janus/database';
import { openEngine } from '@janus/database';
import { aUser } from '../../factories/records.js';
import type { Figure, State } from './matrix-interpreter.js';
import type { Person } from './people.js';
import { firstAdmin, withRole } from './people.js';
import type { World } from './world.js';

// How many requests are under way at once.
const width = 12;

/** The people of the matrix: two of each role who sign in, and whoever is needed as a target, put straight into the database. */
export class Cast {
  private constructor(
    private readonly engine: Engine,
    readonly actors: Readonly<Record<Role, Person>>,
    /** For what the actor does not survive. */
    readonly spares: Readonly<Record<Role, Person>>,
  ) {}

  static async gather({ client, service, database }: World): Promise<Cast> {
    const root = await firstAdmin(client, service);
    const casts = await mapped(
      roles,
      async (role) =>
        [
          role,
          role === 'super_admin' ? root : await withRole(client, root, role),
          await withRole(client, root, role),
        ] as const,
    );
    const engine = await openEngine({ url: database.url, poolSize: width, timeoutMs: 10_000 });
    const actors = Object.fromEntries(casts.map(([role, actor]) => [role, actor])) as Record<Role, Person>;
    const spares = Object.fromEntries(casts.map(([role, , spare]) => [role, spare])) as Record<Role, Person>;
    return new Cast(engine, actors, spares);
  }

  get superAdmins(): Engine['adapters']['superAdminCount'] {
    return this.engine.adapters.superAdminCount;
  }

  /** A new user with this role in this state, counted if it is a super admin who can act. */
  async target(role: Role, state: State): Promise<Figure> {
    const { users, superAdminCount } = this.engine.adapters;
    const user = aUser({ role, emailVerified: true });
    await users.insert(user);
    if (state === 'suspended') await users.setActive(user.id, 1, false, user.createdAt);
    if (state === 'deleted') await users.setDeleted(user.id, 1, true, user.createdAt);
    if (state === 'active' && role === 'super_admin')
      await superAdminCount.addOne((await superAdminCount.read()).epoch);
    return { id: user.id, role, state };
  }

  async versionOf(id: string): Promise<number | undefined> {
    return (await this.engine.adapters.users.findById(id))?.version;
  }

  async leave(): Promise<void> {
    await this.engine.close();
  }
}

/** Does the same for all, several at once, and keeps their order. */
export async function mapped<T, R>(items: readonly T[], one: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const left = items.entries();
  const work = async () => {
    for (const [index, item] of left) results.set(index, await one(item));
  };
  await Promise.all(Array.from({ length: width }, work));
  return items.map((_, index) => results.get(index) as R);
}
