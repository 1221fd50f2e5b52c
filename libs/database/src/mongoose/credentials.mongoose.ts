import type { EndReason } from '@janus/access';
import type { Credentials } from '@janus/auth';
import { CredentialsRepository } from '@janus/auth';
import { Problem, assertId } from '@janus/kernel';
import { usersProblems } from '@janus/users';
import { assertText, raising, toUser } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './mongo-errors.js';

export class MongooseCredentials extends CredentialsRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async findByEmail(email: string): Promise<Credentials | null> {
    assertText(email);
    return this.find({ email });
  }

  async findByUserId(userId: string): Promise<Credentials | null> {
    assertId(userId);
    return this.find({ _id: userId });
  }

  async setFirstPassword(userId: string, passwordHash: string, verifiesEmail: boolean, now: Date): Promise<boolean> {
    assertId(userId);
    const guard = { _id: userId, passwordHash: null, isActive: true, deletedAt: null };
    const fields = { passwordHash, ...(verifiesEmail ? { emailVerified: true } : {}), updatedAt: now };
    return this.db.update(this.db.models.users, guard, { $set: fields, $inc: { version: 1 } });
  }

  async verifyEmail(userId: string, email: string, now: Date): Promise<boolean> {
    assertId(userId);
    assertText(email);
    const guard = { _id: userId, email, emailVerified: false, deletedAt: null };
    const change = { $set: { emailVerified: true, updatedAt: now }, $inc: { version: 1 } };
    return this.db.update(this.db.models.users, guard, change);
  }

  async changeEmail(userId: string, credentialsVersion: number, email: string, now: Date): Promise<boolean> {
    assertId(userId);
    assertText(email);
    const guard = { _id: userId, credentialsVersion, isActive: true, deletedAt: null };
    const { $set, $inc } = raising('email_changed', now, { email, emailVerified: true, updatedAt: now });
    try {
      return await this.db.update(this.db.models.users, guard, { $set, $inc: { ...$inc, version: 1 } });
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
    assertText(oldHash);
    const guard = { _id: userId, credentialsVersion, passwordHash: oldHash };
    const change = raising('password_changed', now, { passwordHash: newHash });
    return this.db.update(this.db.models.users, guard, change);
  }

  async resetPassword(userId: string, credentialsVersion: number, passwordHash: string, now: Date): Promise<boolean> {
    assertId(userId);
    const change = raising('password_reset', now, { passwordHash });
    return this.db.update(this.db.models.users, { _id: userId, credentialsVersion }, change);
  }

  async replaceHash(userId: string, oldHash: string, newHash: string): Promise<boolean> {
    assertId(userId);
    assertText(oldHash);
    const guard = { _id: userId, passwordHash: oldHash };
    return this.db.update(this.db.models.users, guard, { $set: { passwordHash: newHash } });
  }

  async recordSignIn(userId: string, now: Date): Promise<boolean> {
    assertId(userId);
    const isLater = { _id: userId, $or: [{ lastLoginAt: null }, { lastLoginAt: { $lt: now } }] };
    return this.db.update(this.db.models.users, isLater, { $set: { lastLoginAt: now } });
  }

  async endAllSessions(userId: string, credentialsVersion: number, reason: EndReason, now: Date): Promise<boolean> {
    assertId(userId);
    return this.db.update(this.db.models.users, { _id: userId, credentialsVersion }, raising(reason, now, {}));
  }

  private async find(filter: { _id: string } | { email: string }): Promise<Credentials | null> {
    const found = await this.db.run(() => this.db.models.users.findOne(filter).lean().exec());
    return found && { user: toUser(found), passwordHash: found.passwordHash };
  }
}
