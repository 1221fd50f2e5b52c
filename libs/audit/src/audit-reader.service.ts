import type { User } from '@janus/access';
import { rolesBelow, scopesOf } from '@janus/access';
import { Injectable } from '@nestjs/common';
import type { AuditEvent } from './audit-event.js';
import type { AuditFilter, AuditPageQuery, AuditPosition, AuditVisibility } from './audit-log.repository.js';
import { AuditLogRepository } from './audit-log.repository.js';

/** What a reader asks for. */
export type AuditQuestion = Omit<AuditFilter, 'visibility'>;
export type AuditPageQuestion = Omit<AuditPageQuery, 'visibility'>;

const exportPage = 500;
// The fields of the short form of a user: who sees those below sees no others of them.
const shortFields = ['displayName', 'role', 'isActive', 'deletedAt'];

/** Shows the log, to each reader as much as the matrix says. */
@Injectable()
export class AuditReader {
  constructor(private readonly log: AuditLogRepository) {}

  async list(reader: User, question: AuditPageQuestion): Promise<AuditEvent[]> {
    const visibility = visibilityFor(reader);
    const events = await this.log.list({ ...question, visibility });
    return visibility.kind === 'below' ? events.map((event) => shortened(event, reader)) : events;
  }

  count(reader: User, question: AuditQuestion): Promise<number> {
    return this.log.count({ ...question, visibility: visibilityFor(reader) });
  }

  /** Every event, page by page: as much memory for a million as for a thousand. */
  async *pages(reader: User, question: AuditQuestion): AsyncGenerator<AuditEvent[]> {
    let after: AuditPosition | null = null;
    do {
      const page: AuditEvent[] = await this.list(reader, { ...question, after, limit: exportPage });
      yield page;
      const last = page.length === exportPage ? page.at(-1) : undefined;
      after = last ? { at: last.at, id: last.id } : null;
    } while (after);
  }
}

function visibilityFor({ id: userId, role }: User): AuditVisibility {
  const scopes = scopesOf(role, 'audit:read');
  if (scopes.includes('any')) return { kind: 'all' };
  return scopes.includes('below') ? { kind: 'below', userId, roles: rolesBelow(role) } : { kind: 'own', userId };
}

function shortened(event: AuditEvent, reader: User): AuditEvent {
  if (event.target?.id === reader.id || event.changes.length === 0) return event;
  return { ...event, changes: event.changes.filter(({ field }) => shortFields.includes(field)) };
}
