import { IsQueryInstant, IsUuid7, PageQueryDto, instantOf } from '@janus/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { AuditEventType, AuditOutcome } from '../audit-event.js';
import { auditEventTypes, auditOutcomes } from '../audit-event.js';
import type { AuditQuestion } from '../audit-reader.service.js';

const instant = { type: 'string', format: 'date-time', example: '2026-11-24T00:00:00Z' } as const;

/** `GET /audit`. Every value is a text, as it stands in the URL. */
export class ListAuditQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ enum: ['-at'], default: '-at', description: 'The latest first; there is no other order.' })
  @IsOptional()
  @IsIn(['-at'])
  sort?: string;

  @ApiPropertyOptional({ type: 'string', format: 'uuid' })
  @IsOptional()
  @IsUuid7()
  actorId?: string;

  @ApiPropertyOptional({ type: 'string', format: 'uuid' })
  @IsOptional()
  @IsUuid7()
  targetId?: string;

  @ApiPropertyOptional({ enum: auditEventTypes })
  @IsOptional()
  @IsIn(auditEventTypes)
  type?: AuditEventType;

  @ApiPropertyOptional({ enum: auditOutcomes })
  @IsOptional()
  @IsIn(auditOutcomes)
  outcome?: AuditOutcome;

  @ApiPropertyOptional({ ...instant, description: 'At this instant or later (RFC 3339).' })
  @IsOptional()
  @IsQueryInstant()
  from?: string;

  @ApiPropertyOptional({ ...instant, description: 'Before this instant (RFC 3339).' })
  @IsOptional()
  @IsQueryInstant()
  to?: string;
}

export function toAuditQuestion(dto: ListAuditQueryDto): AuditQuestion {
  const { actorId = null, targetId = null, type = null, outcome = null, from, to } = dto;
  return { actorId, targetId, type, outcome, from: instantOf(from), to: instantOf(to) };
}
