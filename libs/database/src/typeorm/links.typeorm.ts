import type { LinkPurpose, OneTimeLink } from '@janus/auth';
import { LinksRepository } from '@janus/auth';
import { assertId } from '@janus/kernel';
import { linkKey } from '../link-key.js';
import type { SqlDatabase } from './sql-database.js';
import { sweepTable } from './sweep-table.js';

const replaced = ['purpose', 'token_digest', 'email', 'credentials_version', 'created_at', 'expires_at'];

export class TypeormLinks extends LinksRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async put(link: OneTimeLink): Promise<void> {
    const row = { id: linkKey(link.userId, link.slot), ...link };
    await this.db.upsert(this.db.entities.links, row, replaced, ['id']);
  }

  async findByDigest(tokenDigest: string): Promise<OneTimeLink | null> {
    if (typeof tokenDigest !== 'string' || tokenDigest === '') throw new TypeError('not a digest');
    const row = await this.db.run(() =>
      this.db.dataSource.getRepository(this.db.entities.links).findOneBy({ tokenDigest }),
    );
    if (!row) return null;
    const { id: _key, ...link } = row;
    return link;
  }

  async remove(userId: string, slot: string, tokenDigest: string): Promise<boolean> {
    const guard = { id: linkKey(userId, slot), tokenDigest };
    return (await this.db.delete(this.db.entities.links, 'id = :id AND token_digest = :tokenDigest', guard)) === 1;
  }

  async removeSince(userId: string, purpose: LinkPurpose, since: Date): Promise<number> {
    assertId(userId);
    const guard = 'user_id = :userId AND purpose = :purpose AND created_at >= :since';
    return this.db.delete(this.db.entities.links, guard, { userId, purpose, since });
  }

  sweep(before: Date, limit: number): Promise<number> {
    return sweepTable(this.db, this.db.entities.links, 'id', before, limit);
  }
}
