import { endReasonOf } from '@janus/access';
import type { AuditOrigin } from '@janus/audit';
import { AuditService } from '@janus/audit';
import { Clock } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { CredentialsRepository } from '../passwords/credentials.repository.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends sessions for who signs out. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Ends this session, or all of its user's. One that is unknown or over already ends nothing. */
  async end(sessionId: string, everywhere: boolean, origin: AuditOrigin): Promise<void> {
    const found = await this.sessions.findWithUser(sessionId);
    const now = this.clock.now();
    if (!found || endReasonOf(found, now)) return;
    const { id, credentialsVersion: version } = found.user;
    const reason = everywhere ? ('logout_everywhere' as const) : ('logout' as const);
    const event = { type: 'auth.logout' as const, actor: found.user, target: found.user, reason };
    const won = await this.audit.around(event, origin, () =>
      everywhere
        ? this.credentials.endAllSessions(id, version, reason, now)
        : this.sessions.end(sessionId, 'logout', now),
    );
    if (won && everywhere) await this.sessions.endAllOf(id, version + 1, reason, now);
  }
}
