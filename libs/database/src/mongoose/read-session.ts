import type { SessionWithUser } from '@janus/auth';
import { assertId } from '@janus/kernel';
import { toSession, toUser } from './documents.js';
import type { SessionDoc, UserDoc } from './models.js';
import { collections } from './models.js';
import type { MongoDatabase } from './mongo-database.js';

type Joined = SessionDoc & { readonly user: readonly [UserDoc?] };

const withUser = {
  $lookup: {
    from: collections.users.name,
    localField: 'userId',
    foreignField: '_id',
    as: 'user',
    pipeline: [{ $project: { passwordHash: 0, foldedName: 0 } }],
  },
};

/** Session and user in one round trip, both found by `_id`. Straight on the driver: the guard asks at every request. */
export async function readSession(db: MongoDatabase, id: string): Promise<SessionWithUser | null> {
  assertId(id);
  const [found] = await db.run(() =>
    db.models.sessions.collection.aggregate<Joined>([{ $match: { _id: id } }, withUser]).toArray(),
  );
  if (!found) return null;
  const { user, ...session } = found;
  const [owner] = user;
  return owner ? { session: toSession(session), user: toUser(owner) } : null;
}
