import type { EndReason } from '@janus/access';
import type { Credentials } from '@janus/auth';
import { CredentialsRepository } from '@janus/auth';
import { Problem, assertId } from '@janus/kernel';
import { usersProblems } from '@janus/users';
import { isDuplicate } from './driver-errors.js';
import { changed, raised, selectCredentials, userOf } from './rows.js';
import type { SqlDatabase } from './sql-database.js';

const signIn = `UPDATE users SET last_login_at = ? WHERE id = ? AND (last_login_at IS NULL OR last_login_at < ?)`;

export class TypeormCredentials extends CredentialsRepository {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async findByEmail(email: string): Promise<Credentials | null> {
    if (typeof email !== 'string' || email === '') throw new TypeError('not an address');
    return this.find('email', email);
  }

  async findByUserId(userId: string): Promise<Credentials | null> {
    assertId(userId);
    return this.find('id', userId);
  }

  async setFirstPassword(userId: string, passwordHash: string, verifiesEmail: boolean, now: Date): Promise<boolean> {
    assertId(userId);
    const set = await this.db.update(this.db.entities.users, (query) =>
      query
        .set({ passwordHash, ...(verifiesEmail ? { emailVerified: true } : {}), ...changed(now) })
        .where('id = :userId AND password_hash IS NULL AND is_active = :isActive AND deleted_at IS NULL', {
          userId,
          isActive: true,
        }),
    );
    return set === 1;
  }

  async verifyEmail(userId: string, email: string, now: Date): Promise<boolean> {
    assertId(userId);
    const verified = await this.db.update(this.db.entities.users, (query) =>
      query
        .set({ emailVerified: true, ...changed(now) })
        .where('id = :userId AND email = :email AND email_verified = :isVerified AND deleted_at IS NULL', {
          userId,
          email,
          isVerified: false,
        }),
    );
    return verified === 1;
  }

  async changeEmail(userId: string, credentialsVersion: number, email: string, now: Date): Promise<boolean> {
    assertId(userId);
    const guard = 'id = :userId AND credentials_version = :credentialsVersion AND is_active = :isActive';
    try {
      const written = await this.db.update(this.db.entities.users, (query) =>
        query
          .set({ email, emailVerified: true, ...changed(now), ...raised('email_changed', now) })
          .where(`${guard} AND deleted_at IS NULL`, { userId, credentialsVersion, isActive: true }),
      );
      return written === 1;
    } catch (error) {
      throw isDuplicate(error, 'email') ? new Problem(usersProblems.EMAIL_TAKEN) : error;
    }
  }

  async changePassword(
    userId: string,
    credentialsVersion: number,
    oldHash: string,
    newHash: string,
    now: Date,
  ): Promise<boolean> {
    assertId(userId);
    const changed = await this.db.update(this.db.entities.users, (query) =>
      query
        .set({ passwordHash: newHash, ...raised('password_changed', now) })
        .where('id = :userId AND password_hash = :oldHash AND credentials_version = :credentialsVersion', {
          userId,
          oldHash,
          credentialsVersion,
        }),
    );
    return changed === 1;
  }

  async resetPassword(userId: string, credentialsVersion: number, passwordHash: string, now: Date): Promise<boolean> {
    assertId(userId);
    const reset = await this.db.update(this.db.entities.users, (query) =>
      query
        .set({ passwordHash, ...raised('password_reset', now) })
        .where('id = :userId AND credentials_version = :credentialsVersion', { userId, credentialsVersion }),
    );
    return reset === 1;
  }

  async replaceHash(userId: string, oldHash: string, newHash: string): Promise<boolean> {
    assertId(userId);
    const replaced = await this.db.update(this.db.entities.users, (query) =>
      query.set({ passwordHash: newHash }).where('id = :userId AND password_hash = :oldHash', { userId, oldHash }),
    );
    return replaced === 1;
  }

  async recordSignIn(userId: string, now: Date): Promise<boolean> {
    assertId(userId);
    return (await this.db.execute(signIn, [now, userId, now])) === 1;
  }

  async endAllSessions(userId: string, credentialsVersion: number, reason: EndReason, now: Date): Promise<boolean> {
    assertId(userId);
    const ended = await this.db.update(this.db.entities.users, (query) =>
      query
        .set(raised(reason, now))
        .where('id = :userId AND credentials_version = :credentialsVersion', { userId, credentialsVersion }),
    );
    return ended === 1;
  }

  private async find(column: 'id' | 'email', value: string): Promise<Credentials | null> {
    const [row] = await this.db.run(() => this.db.prepared.rows(`${selectCredentials} WHERE u.${column} = ?`, [value]));
    return row ? { user: userOf(row), passwordHash: row['u_password_hash'] as string | null } : null;
  }
}
