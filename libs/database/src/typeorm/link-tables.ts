import type { OneTimeLink } from '@janus/auth';
import type { Invitation } from '@janus/users';
import type { Kinds, TableSpec } from './dialect.js';

/** Null in invitations that the release before this one has stored. */
export interface InvitationRow extends Omit<Invitation, 'verifiesEmail'> {
  readonly verifiesEmail: boolean | null;
}

export interface LinkRow extends OneTimeLink {
  readonly id: string;
}

export function linksTable({ text, instant, integer }: Kinds): TableSpec<LinkRow> {
  return {
    name: 'one_time_links',
    columns: {
      id: { kind: text(100), isPrimary: true },
      userId: { kind: text(36) },
      purpose: { kind: text(20) },
      slot: { kind: text(60) },
      tokenDigest: { kind: text(43) },
      email: { kind: text(254) },
      credentialsVersion: { kind: integer },
      createdAt: { kind: instant },
      expiresAt: { kind: instant },
    },
  };
}

export function invitationsTable({ text, instant, boolean }: Kinds): TableSpec<InvitationRow> {
  return {
    name: 'invitations',
    columns: {
      userId: { kind: text(36), isPrimary: true },
      tokenDigest: { kind: text(43) },
      verifiesEmail: { kind: boolean, isNullable: true },
      createdAt: { kind: instant },
      expiresAt: { kind: instant },
    },
  };
}
