import type { AttemptCount, OneTimeLink, ServiceClient, Session, SetupState, SigningKey } from '@janus/auth';
import type { OutboxMessage } from '@janus/mail';
import type { IdempotencyRecord, Invitation, SuperAdminTally, User } from '@janus/users';
import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { auditChains, auditIntents, auditLog } from './audit-collections.js';
import type { CollectionSpec, Doc, FieldSpec } from './field-types.js';
import { instant, instantOrNull, text, textOrNull } from './field-types.js';

export type UserDoc = Doc<User, 'id'> & {
  readonly passwordHash: string | null;
  /** `foldCase(displayName)`, for the search by prefix. */
  readonly foldedName: string | null;
};
export type SessionDoc = Doc<Session, 'id'>;
/** The flag is absent in invitations that the release before this one has stored. */
export type InvitationDoc = Omit<Doc<Invitation, 'userId'>, 'verifiesEmail'> &
  Partial<Pick<Invitation, 'verifiesEmail'>>;
export type LinkDoc = OneTimeLink & { readonly _id: string };
export type IdempotencyDoc = Doc<IdempotencyRecord, 'id'>;
export type AttemptsDoc = Doc<AttemptCount, 'key'>;
/** The instants are absent in keys that the release before this one has stored. */
export type SigningKeyDoc = Omit<Doc<SigningKey, 'kid'>, 'activatesAt' | 'retiredAt' | 'revokedAt'> &
  Partial<Pick<SigningKey, 'activatesAt' | 'retiredAt' | 'revokedAt'>>;
export type ServiceClientDoc = Doc<ServiceClient, 'id'>;
export type OutboxDoc = Doc<OutboxMessage, 'id'>;
export type SuperAdminCountDoc = SuperAdminTally & { readonly _id: string };
export type SetupDoc = SetupState & { readonly _id: string };

/** The id of the only document of `super_admin_count` and of `setup`. */
export const onlyDocument = 'only';

const users: CollectionSpec<UserDoc> = {
  name: 'users',
  fields: {
    email: text,
    emailVerified: [Boolean],
    passwordHash: textOrNull,
    displayName: textOrNull,
    foldedName: textOrNull,
    firstName: textOrNull,
    lastName: textOrNull,
    locale: textOrNull,
    role: text,
    isActive: [Boolean],
    createdAt: instant,
    updatedAt: instant,
    lastLoginAt: instantOrNull,
    deletedAt: instantOrNull,
    version: [Number],
    credentialsVersion: [Number],
    credentialsEndReason: textOrNull,
    credentialsChangedAt: instantOrNull,
  },
};
const sessions: CollectionSpec<SessionDoc> = {
  name: 'sessions',
  fields: {
    userId: text,
    credentialsVersion: [Number],
    refreshDigest: text,
    previousDigest: textOrNull,
    rotationSalt: textOrNull,
    rotatedAt: instantOrNull,
    device: textOrNull,
    ip: textOrNull,
    userAgent: textOrNull,
    createdAt: instant,
    lastUsedAt: instant,
    expiresAt: instant,
    endedAt: instantOrNull,
    endReason: textOrNull,
  },
};
const invitations: CollectionSpec<InvitationDoc> = {
  name: 'invitations',
  fields: { tokenDigest: text, verifiesEmail: [Boolean, null], createdAt: instant, expiresAt: instant },
};
const links: CollectionSpec<LinkDoc> = {
  name: 'one_time_links',
  fields: {
    userId: text,
    purpose: text,
    slot: text,
    tokenDigest: text,
    email: text,
    credentialsVersion: [Number],
    createdAt: instant,
    expiresAt: instant,
  },
};
const idempotency: CollectionSpec<IdempotencyDoc> = {
  name: 'idempotency_keys',
  fields: { requestDigest: text, claimedAt: instant, expiresAt: instant, answer: [Schema.Types.Mixed, null] },
};
const attempts: CollectionSpec<AttemptsDoc> = {
  name: 'sign_in_attempts',
  fields: { account: text, failures: [Number], lockedUntil: instantOrNull, expiresAt: instant },
};
const signingKeys: CollectionSpec<SigningKeyDoc> = {
  name: 'signing_keys',
  fields: {
    alg: text,
    generation: [Number],
    publicJwk: text,
    sealedPrivateKey: text,
    createdAt: instant,
    activatesAt: instantOrNull,
    retiredAt: instantOrNull,
    revokedAt: instantOrNull,
  },
};
const clients: CollectionSpec<ServiceClientDoc> = {
  name: 'service_clients',
  fields: {
    name: text,
    secretDigest: text,
    createdAt: instant,
    lastUsedAt: instantOrNull,
    revokedAt: instantOrNull,
  },
};
const superAdminCount: CollectionSpec<SuperAdminCountDoc> = {
  name: 'super_admin_count',
  // The epoch is set by the migration that adds it; not required, for it is added to a document that is there.
  fields: { n: [Number], epoch: [Number, null] },
};
const setup: CollectionSpec<SetupDoc> = {
  name: 'setup',
  fields: { tokenDigest: textOrNull, tokenExpiresAt: instantOrNull, claimedBy: textOrNull, claimedAt: instantOrNull },
};

const outbox: CollectionSpec<OutboxDoc> = {
  name: 'mail_outbox',
  fields: {
    idempotencyKey: text,
    template: text,
    recipient: text,
    locale: textOrNull,
    payload: textOrNull,
    createdAt: instant,
    nextAttemptAt: instant,
    attempts: [Number],
    leaseOwner: textOrNull,
    leaseUntil: instantOrNull,
    state: text,
    sentAt: instantOrNull,
    lastError: textOrNull,
    expiresAt: instant,
  },
};

/** Every collection and its fields: the models and the first migration are made of this one description. */
export const collections = {
  users,
  sessions,
  invitations,
  idempotency,
  attempts,
  signingKeys,
  clients,
  superAdminCount,
  setup,
  links,
  auditLog,
  auditChains,
  auditIntents,
  outbox,
};

/** The collections as Mongoose knows them on one connection. */
export function makeModels(connection: Connection) {
  return {
    users: model(connection, users),
    sessions: model(connection, sessions),
    invitations: model(connection, invitations),
    idempotency: model(connection, idempotency),
    attempts: model(connection, attempts),
    signingKeys: model(connection, signingKeys),
    clients: model(connection, clients),
    superAdminCount: model(connection, superAdminCount),
    setup: model(connection, setup),
    links: model(connection, links),
    auditLog: model(connection, auditLog),
    auditChains: model(connection, auditChains),
    auditIntents: model(connection, auditIntents),
    outbox: model(connection, outbox),
  };
}

export type Models = ReturnType<typeof makeModels>;

function model<T>(connection: Connection, { name, fields }: CollectionSpec<T>): Model<T> {
  const paths = Object.entries<FieldSpec>(fields).map(([field, [type]]) => [field, { type }] as const);
  const schema = new Schema(
    { _id: { type: String, required: true }, ...Object.fromEntries(paths) },
    {
      collection: name,
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      autoIndex: false,
      autoCreate: false,
      minimize: false,
    },
  );
  return connection.model(name, schema) as unknown as Model<T>;
}
