import { Clock, Problem, newId } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import type { AuditEvent, AuditOrigin, NewAuditEvent } from './audit-event.js';
import { AuditTrail } from './chain/audit-trail.service.js';
import { AuditIntentsRepository } from './intents/audit-intents.repository.js';

/** Records what happens. Called where it happens, and waited for. */
@Injectable()
export class AuditService {
  constructor(
    private readonly trail: AuditTrail,
    private readonly intents: AuditIntentsRepository,
    private readonly clock: Clock,
  ) {}

  /** Records what has happened. @throws Problem DATABASE_UNAVAILABLE: it is not recorded */
  async record(event: NewAuditEvent, origin: AuditOrigin): Promise<void> {
    await this.trail.append(this.complete(event, origin));
  }

  /**
   * Makes a change that must not go unrecorded, without a transaction: it is announced, made, recorded. If it cannot be announced
   * it is not made; if its process dies in between, the sweep records that it may have been made.
   * @param write the guarded change; it reports whether it won. A change that lost or was refused is not recorded
   */
  async around(event: NewAuditEvent, origin: AuditOrigin, write: () => Promise<boolean>): Promise<boolean> {
    const complete = this.complete(event, origin);
    await this.intents.put({ event: complete, announcedAt: complete.at });
    const won = await write().catch(async (error: unknown) => {
      // A refusal is certain. After anything else the change may have been made, and the sweep will tell so.
      if (error instanceof Problem && error.type.status < 500) await this.intents.remove(complete.id);
      throw error;
    });
    if (won) await this.trail.append(complete);
    await this.intents.remove(complete.id);
    return won;
  }

  private complete(event: NewAuditEvent, { requestId, ip, userAgent }: AuditOrigin): AuditEvent {
    const at = this.clock.now();
    const { type, outcome = 'success', actor, target, reason = null, changes = [] } = event;
    return {
      id: newId(at),
      at,
      type,
      outcome,
      // No more than these two: callers hand over whole users.
      actor: actor && { id: actor.id, role: actor.role },
      target: target && { id: target.id },
      reason,
      requestId,
      ip,
      userAgent,
      changes,
    };
  }
}
