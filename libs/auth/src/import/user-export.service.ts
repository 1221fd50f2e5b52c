import { Injectable } from '@nestjs/common';
import type { Credentials } from '../passwords/credentials.repository.js';
import { UserTransferRepository } from './user-transfer.repository.js';

export interface ExportRequest {
  readonly withHashes: boolean;
  readonly includeDeleted: boolean;
}

const pageSize = 500;

/** Users as lines that an import takes. */
@Injectable()
export class UserExportService {
  constructor(private readonly transfer: UserTransferRepository) {}

  /** Everybody in the order of ids, a page at a time; who is stored meanwhile may be missing. @returns pieces of NDJSON */
  async *pages({ withHashes, includeDeleted }: ExportRequest): AsyncGenerator<{ text: string; count: number }> {
    for (let after: string | null = null; ;) {
      const page = await this.transfer.page(after, pageSize, includeDeleted);
      const last = page.at(-1);
      if (!last) return;
      yield { text: page.map((one) => lineOf(one, withHashes)).join(''), count: page.length };
      if (page.length < pageSize) return;
      after = last.user.id;
    }
  }
}

function lineOf({ user, passwordHash }: Credentials, withHashes: boolean): string {
  const { id, email, emailVerified, displayName, firstName, lastName, locale, role, isActive } = user;
  const { createdAt, deletedAt } = user;
  const line = {
    id,
    email,
    emailVerified,
    ...(withHashes ? { passwordHash } : {}),
    displayName,
    firstName,
    lastName,
    locale,
    role,
    isActive,
    createdAt: createdAt.toISOString(),
    // Only where there is something to say: whoever reads the file need not know of it.
    ...(deletedAt === null ? {} : { deletedAt: deletedAt.toISOString() }),
  };
  return `${JSON.stringify(line)}\n`;
}
