import { assertId } from '@janus/kernel';
import type { Invitation } from '@janus/users';
import { InvitationsRepository } from '@janus/users';
import type { SqlDatabase } from './sql-database.js';
import { sweepTable } from './sweep-table.js';

const replaced = ['token_digest', 'created_at', 'expires_at', 'verifies_email'];

export class TypeormInvitations extends InvitationsRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async put(invitation: Invitation): Promise<void> {
    assertId(invitation.userId);
    await this.db.upsert(this.db.entities.invitations, invitation, replaced, ['user_id']);
  }

  async findByDigest(tokenDigest: string): Promise<Invitation | null> {
    if (typeof tokenDigest !== 'string' || tokenDigest === '') throw new TypeError('not a digest');
    const row = await this.db.run(() =>
      this.db.dataSource.getRepository(this.db.entities.invitations).findOneBy({ tokenDigest }),
    );
    // The release before this one only handed links over.
    return row && { ...row, verifiesEmail: row.verifiesEmail ?? false };
  }

  async remove(userId: string, tokenDigest: string): Promise<boolean> {
    assertId(userId);
    return (
      (await this.db.delete(this.db.entities.invitations, 'user_id = :userId AND token_digest = :tokenDigest', {
        userId,
        tokenDigest,
      })) === 1
    );
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepTable(this.db, this.db.entities.invitations, 'userId', before, limit);
  }
}
