import type { User } from '@janus/access';
import { Clock, Problem, digestOf, newSecret } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { authProblems } from '../auth.problems.js';
import type { LinkPurpose, OneTimeLink } from './links.repository.js';
import { LinksRepository } from './links.repository.js';

/** A link that goes out by mail; only its digest is kept. */
export interface IssuedLink {
  readonly token: string;
  readonly digest: string;
  readonly expiresAt: Date;
}

const tokenBytes = 32;
const hourMs = 3600 * 1000;
const lifeMs: Readonly<Record<LinkPurpose, number>> = {
  'verify-email': 24 * hourMs,
  'reset-password': hourMs / 2,
  'confirm-email': 24 * hourMs,
  'undo-email': 7 * 24 * hourMs,
};

/** One-time links (OWASP ASVS 6.4.1): 256 random bits, bound to user, purpose and address, good once and for a while. */
@Injectable()
export class LinksService {
  constructor(
    private readonly links: LinksRepository,
    private readonly clock: Clock,
  ) {}

  /** Makes a link and voids the older one for the same purpose. @param email the address that it is about */
  async issue({ id, credentialsVersion }: User, purpose: LinkPurpose, email: string): Promise<IssuedLink> {
    const token = newSecret(tokenBytes);
    const [createdAt, digest] = [this.clock.now(), digestOf(token)];
    const expiresAt = new Date(createdAt.getTime() + lifeMs[purpose]);
    const slot = slotOf(purpose, email);
    await this.links.put({
      userId: id,
      purpose,
      slot,
      tokenDigest: digest,
      email,
      credentialsVersion,
      createdAt,
      expiresAt,
    });
    return { token, digest, expiresAt };
  }

  /** @throws Problem INVALID_LINK if it is unknown, used, replaced, expired, or for another purpose */
  async find(token: string, purpose: LinkPurpose): Promise<OneTimeLink> {
    const link = await this.links.findByDigest(digestOf(token));
    if (link?.purpose !== purpose || link.expiresAt <= this.clock.now()) throw invalidLink();
    return link;
  }

  /** Uses it up: of several callers exactly one goes on. @throws Problem INVALID_LINK */
  async consume({ userId, slot, tokenDigest }: OneTimeLink): Promise<void> {
    if (!(await this.links.remove(userId, slot, tokenDigest))) throw invalidLink();
  }

  /** Voids what was made for the same purpose after this link: whoever asked for that was not its owner. */
  async voidLater({ userId, purpose, createdAt }: OneTimeLink): Promise<void> {
    await this.links.removeSince(userId, purpose, createdAt);
  }
}

// Whoever changes an address twice must not void the link that gives the first one back.
function slotOf(purpose: LinkPurpose, email: string): string {
  return purpose === 'undo-email' ? `${purpose} ${digestOf(email)}` : purpose;
}

export function invalidLink(): Problem {
  return new Problem(authProblems.INVALID_LINK);
}

/** Whether the link still fits its user: a changed password or address voids it, and who is suspended or deleted uses none. */
export function fits(link: OneTimeLink, user: User | undefined): user is User {
  return (
    user !== undefined &&
    user.isActive &&
    user.deletedAt === null &&
    user.credentialsVersion === link.credentialsVersion
  );
}
