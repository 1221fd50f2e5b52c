import type { Role } from '@janus/access';
import { roles } from '@janus/access';
import { ApiProperty } from '@nestjs/swagger';
import type { AuditEvent, AuditEventType, AuditOutcome } from '../audit-event.js';
import { auditEventTypes, auditOutcomes } from '../audit-event.js';

const id = { type: 'string', format: 'uuid', example: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b' } as const;
const nullableText = { type: 'string', nullable: true } as const;
const value = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] };

export class AuditActorResponse {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ type: 'string', enum: roles, description: 'At that moment.', example: 'admin' })
  role: Role;
}

export class AuditTargetResponse {
  @ApiProperty(id)
  id: string;
}

export class AuditChangeResponse {
  @ApiProperty({ type: 'string', example: 'role' })
  field: string;

  @ApiProperty({ ...value, example: 'user' })
  before: string | number | boolean | null;

  @ApiProperty({ ...value, example: 'moderator' })
  after: string | number | boolean | null;
}

/** One thing that happened. */
export class AuditEventResponse {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-24T10:00:00.000Z' })
  at: string;

  @ApiProperty({ type: 'string', enum: auditEventTypes, example: 'user.role_changed' })
  type: AuditEventType;

  @ApiProperty({ type: 'string', enum: auditOutcomes, example: 'success' })
  outcome: AuditOutcome;

  @ApiProperty({
    oneOf: [{ $ref: '#/components/schemas/AuditActorResponse' }, { type: 'null' }],
    description: 'Null for who was not signed in, and for the command line.',
    example: { id: id.example, role: 'admin' },
  })
  actor: AuditActorResponse | null;

  @ApiProperty({
    oneOf: [{ $ref: '#/components/schemas/AuditTargetResponse' }, { type: 'null' }],
    description: 'The user whom it is about.',
    example: { id: id.example },
  })
  target: AuditTargetResponse | null;

  @ApiProperty({ ...nullableText, description: 'A code, or the reason that the actor gave.', example: null })
  reason: string | null;

  @ApiProperty({ ...nullableText, example: '019ab4c8-6a11-7d2e-9b7c-1d2e3f4a5b6c' })
  requestId: string | null;

  @ApiProperty({ ...nullableText, example: '192.0.2.10' })
  ip: string | null;

  @ApiProperty({ ...nullableText, example: 'Mozilla/5.0 …' })
  userAgent: string | null;

  @ApiProperty({ type: [AuditChangeResponse] })
  changes: AuditChangeResponse[];
}

export function toAuditEventResponse(event: AuditEvent): AuditEventResponse {
  const { id, at, type, outcome, actor, target, reason, requestId, ip, userAgent, changes } = event;
  return {
    id,
    at: at.toISOString(),
    type,
    outcome,
    actor: actor && { id: actor.id, role: actor.role },
    target: target && { id: target.id },
    reason,
    requestId,
    ip,
    userAgent,
    changes: changes.map(({ field, before, after }) => ({ field, before, after })),
  };
}
