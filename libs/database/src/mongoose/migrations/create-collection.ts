import { endReasons, roles } from '@janus/access';
import { messageStates } from '@janus/mail';
import type { CollectionSpec } from '../field-types.js';
import type { Db } from './migration.js';

interface IndexSpec {
  readonly key: Readonly<Record<string, 1>>;
  readonly name: string;
  readonly unique?: true;
  readonly expireAfterSeconds?: number;
}

const thirtyDays = 30 * 24 * 3600;

const indexes: Readonly<Record<string, readonly IndexSpec[]>> = {
  users: [
    { name: 'uq_users_email', key: { email: 1 }, unique: true },
    { name: 'ix_users_created_at', key: { createdAt: 1, _id: 1 } },
    { name: 'ix_users_last_login_at', key: { lastLoginAt: 1, _id: 1 } },
    { name: 'ix_users_role', key: { role: 1 } },
    { name: 'ix_users_folded_name', key: { foldedName: 1 } },
  ],
  sessions: [
    { name: 'ix_sessions_user_id', key: { userId: 1 } },
    // The owner may look at ended sessions for 30 days.
    { name: 'ttl_sessions_expires_at', key: { expiresAt: 1 }, expireAfterSeconds: thirtyDays },
  ],
  invitations: [
    { name: 'uq_invitations_token_digest', key: { tokenDigest: 1 }, unique: true },
    { name: 'ttl_invitations_expires_at', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
  one_time_links: [
    { name: 'uq_one_time_links_token_digest', key: { tokenDigest: 1 }, unique: true },
    { name: 'ix_one_time_links_user_id', key: { userId: 1 } },
    { name: 'ttl_one_time_links_expires_at', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
  sign_in_attempts: [
    { name: 'ix_sign_in_attempts_account', key: { account: 1 } },
    { name: 'ttl_sign_in_attempts_expires_at', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
  idempotency_keys: [{ name: 'ttl_idempotency_keys_expires_at', key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
  audit_log: [
    { name: 'ix_audit_log_at', key: { at: 1, _id: 1 } },
    { name: 'ix_audit_log_actor', key: { actorId: 1, at: 1, _id: 1 } },
    { name: 'ix_audit_log_target', key: { targetId: 1, at: 1, _id: 1 } },
    { name: 'ix_audit_log_type', key: { type: 1, at: 1, _id: 1 } },
    { name: 'uq_audit_log_place', key: { chainId: 1, seq: 1 }, unique: true },
  ],
  audit_chains: [{ name: 'uq_audit_chains_ordinal', key: { ordinal: 1 }, unique: true }],
  audit_intents: [{ name: 'ix_audit_intents_announced_at', key: { announcedAt: 1, _id: 1 } }],
  mail_outbox: [
    { name: 'uq_mail_outbox_idempotency_key', key: { idempotencyKey: 1 }, unique: true },
    { name: 'ix_mail_outbox_due', key: { state: 1, nextAttemptAt: 1 } },
    { name: 'ix_mail_outbox_created_at', key: { createdAt: 1, _id: 1 } },
    { name: 'ttl_mail_outbox_expires_at', key: { expiresAt: 1 }, expireAfterSeconds: thirtyDays },
  ],
  signing_keys: [{ name: 'uq_signing_keys_generation', key: { alg: 1, generation: 1 }, unique: true }],
};

const closed: Readonly<Record<string, readonly string[]>> = {
  'users.role': roles,
  'users.credentialsEndReason': endReasons,
  'sessions.endReason': endReasons,
  'mail_outbox.state': messageStates,
};

/** Creates a collection as it is described now, with its indexes and validator, or brings it up to that. */
export async function createCollection(db: Db, spec: CollectionSpec<never>): Promise<void> {
  const exists = await db.listCollections({ name: spec.name }, { nameOnly: true }).hasNext();
  const validator = { $jsonSchema: schemaOf(spec) };
  if (exists) await db.command({ collMod: spec.name, validator });
  else await db.createCollection(spec.name, { validator });
  const wanted = indexes[spec.name] ?? [];
  if (wanted.length > 0)
    await db.collection(spec.name).createIndexes(wanted.map((index) => ({ ...index, key: { ...index.key } })));
}

function schemaOf({ name, fields }: CollectionSpec<never>): object {
  const properties = Object.entries<readonly [{ name: string }, null?]>(fields).map(([field, [type, nullable]]) => {
    return [field, fieldSchema(`${name}.${field}`, type.name, nullable === null)] as const;
  });
  const all = Object.entries<readonly [unknown, null?]>(fields);
  const required = ['_id', ...all.flatMap(([field, [, nullable]]) => (nullable === null ? [] : [field]))];
  return {
    bsonType: 'object',
    required,
    additionalProperties: false,
    properties: { _id: { bsonType: 'string' }, ...Object.fromEntries(properties) },
  };
}

const bsonTypes: Readonly<Record<string, readonly string[]>> = {
  String: ['string'],
  Number: ['int', 'long', 'double'],
  Boolean: ['bool'],
  Date: ['date'],
  Mixed: ['object'],
};

function fieldSchema(path: string, type: string, isNullable: boolean): object {
  const bsonType = [...(bsonTypes[type] ?? ['object']), ...(isNullable ? ['null'] : [])];
  const choices = closed[path];
  return { bsonType, ...(choices ? { enum: [...choices, ...(isNullable ? [null] : [])] } : {}) };
}
