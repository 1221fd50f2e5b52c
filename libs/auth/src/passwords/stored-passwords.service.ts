import { PasswordHolders } from '@janus/users';
import { Injectable } from '@nestjs/common';
import { CredentialsRepository } from './credentials.repository.js';

/** Tells the users' room who has a password, and nothing of it. */
@Injectable()
export class StoredPasswords extends PasswordHolders {
  constructor(private readonly credentials: CredentialsRepository) {
    super();
  }

  async hasPassword(userId: string): Promise<boolean> {
    const found = await this.credentials.findByUserId(userId);
    return found !== null && found.passwordHash !== null;
  }
}
