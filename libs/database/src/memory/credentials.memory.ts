import type { EndReason } from '@janus/access';
import type { Credentials } from '@janus/auth';
import { CredentialsRepository } from '@janus/auth';
import { Problem, assertId } from '@janus/kernel';
import { usersProblems } from '@janus/users';
import type { MemoryStore, StoredUser } from './memory-store.js';
import { copyOf, withoutSecrets } from './memory-store.js';
import { raised } from './users.memory.js';

export class MemoryCredentials extends CredentialsRepository {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async findByEmail(email: string): Promise<Credentials | null> {
    return toCredentials([...this.store.users.values()].find((user) => user.email === email));
  }

  async findByUserId(userId: string): Promise<Credentials | null> {
    assertId(userId);
    return toCredentials(this.store.users.get(userId));
  }

  async setFirstPassword(userId: string, passwordHash: string, verifiesEmail: boolean, now: Date): Promise<boolean> {
    return this.change(
      userId,
      (user) => user.passwordHash === null && user.isActive && user.deletedAt === null,
      (user) => ({
        passwordHash,
        emailVerified: user.emailVerified || verifiesEmail,
        version: user.version + 1,
        updatedAt: now,
      }),
    );
  }

  async verifyEmail(userId: string, email: string, now: Date): Promise<boolean> {
    return this.change(
      userId,
      (user) => user.email === email && !user.emailVerified && user.deletedAt === null,
      (user) => ({ emailVerified: true, version: user.version + 1, updatedAt: now }),
    );
  }

  async changeEmail(userId: string, credentialsVersion: number, email: string, now: Date): Promise<boolean> {
    return this.change(
      userId,
      (user) => {
        if (user.credentialsVersion !== credentialsVersion || !user.isActive || user.deletedAt !== null) return false;
        const isTaken = [...this.store.users.values()].some((other) => other.email === email && other.id !== userId);
        if (isTaken) throw new Problem(usersProblems.EMAIL_TAKEN);
        return true;
      },
      (user) => ({
        email,
        emailVerified: true,
        version: user.version + 1,
        updatedAt: now,
        ...raised(user, 'email_changed', now),
      }),
    );
  }

  async changePassword(
    userId: string,
    credentialsVersion: number,
    oldHash: string,
    newHash: string,
    now: Date,
  ): Promise<boolean> {
    return this.change(
      userId,
      (user) => user.passwordHash === oldHash && user.credentialsVersion === credentialsVersion,
      (user) => ({ passwordHash: newHash, ...raised(user, 'password_changed', now) }),
    );
  }

  async resetPassword(userId: string, credentialsVersion: number, passwordHash: string, now: Date): Promise<boolean> {
    return this.change(
      userId,
      (user) => user.credentialsVersion === credentialsVersion,
      (user) => ({ passwordHash, ...raised(user, 'password_reset', now) }),
    );
  }

  async replaceHash(userId: string, oldHash: string, newHash: string): Promise<boolean> {
    return this.change(
      userId,
      ({ passwordHash }) => passwordHash === oldHash,
      () => ({ passwordHash: newHash }),
    );
  }

  async recordSignIn(userId: string, now: Date): Promise<boolean> {
    return this.change(
      userId,
      ({ lastLoginAt }) => lastLoginAt === null || lastLoginAt < now,
      () => ({ lastLoginAt: now }),
    );
  }

  async endAllSessions(userId: string, credentialsVersion: number, reason: EndReason, now: Date): Promise<boolean> {
    return this.change(
      userId,
      (user) => user.credentialsVersion === credentialsVersion,
      (user) => raised(user, reason, now),
    );
  }

  private change(
    id: string,
    guard: (user: StoredUser) => boolean,
    fields: (user: StoredUser) => Partial<StoredUser>,
  ): boolean {
    assertId(id);
    const user = this.store.users.get(id);
    if (!user || !guard(user)) return false;
    this.store.users.set(id, copyOf({ ...user, ...fields(user) }));
    return true;
  }
}

function toCredentials(user: StoredUser | undefined): Credentials | null {
  return user ? { user: withoutSecrets(user), passwordHash: user.passwordHash } : null;
}
