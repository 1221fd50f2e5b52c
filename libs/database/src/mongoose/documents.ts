import type { EndReason, User } from '@janus/access';
import type { Session } from '@janus/auth';
import { foldCase } from '@janus/kernel';
import type { OutboxMessage } from '@janus/mail';
import type { OutboxDoc, SessionDoc, UserDoc } from './models.js';

/** The user without what never leaves the adapters. */
export function toUser({ _id, passwordHash: _hash, foldedName: _name, ...user }: UserDoc): User {
  return { id: _id, ...user };
}

export function toSession({ _id, ...session }: SessionDoc): Session {
  return { id: _id, ...session };
}

export function toMessage({ _id, ...message }: OutboxDoc): OutboxMessage {
  return { id: _id, ...message };
}

export function folded(displayName: string | null): string | null {
  return displayName === null ? null : foldCase(displayName);
}

/** Refuses anything but a text before it reaches the driver: an object there would be a condition. */
export function assertText(value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '') throw new TypeError('not a text');
}

export interface Change {
  readonly $set: object;
  readonly $inc?: { readonly credentialsVersion: 1 };
}

/** A change that kills every session of the user in the same write. */
export function raising(reason: EndReason, now: Date, fields: object): Change {
  return {
    $set: { ...fields, credentialsEndReason: reason, credentialsChangedAt: now },
    $inc: { credentialsVersion: 1 },
  };
}
