import type { EndReason } from '@janus/access';
import { endReasons } from '@janus/access';
import { ApiProperty } from '@nestjs/swagger';
import type { ListedSession } from '../sessions/session-list.service.js';

const nullableText = { type: 'string', nullable: true } as const;
const instant = { type: 'string', format: 'date-time', example: '2026-11-24T10:00:00.000Z' } as const;

/** A signed-in device. */
export class SessionResponse {
  @ApiProperty({ type: 'string', format: 'uuid', example: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b' })
  id: string;

  @ApiProperty({ type: 'boolean', description: 'Whether this request was made in it.', example: true })
  current: boolean;

  @ApiProperty({ ...nullableText, description: '`deviceName` of the sign-in.', example: "Ada's laptop" })
  device: string | null;

  @ApiProperty({ ...nullableText, description: 'Where the sign-in came from.', example: '192.0.2.10' })
  ip: string | null;

  @ApiProperty({ ...nullableText, example: 'Mozilla/5.0 …' })
  userAgent: string | null;

  @ApiProperty(instant)
  createdAt: string;

  @ApiProperty({ ...instant, description: 'The latest sign-in or refresh.' })
  lastUsedAt: string;

  @ApiProperty({ ...instant, description: 'When it ends if nobody refreshes.' })
  expiresAt: string;

  @ApiProperty({ ...instant, nullable: true, example: null })
  endedAt: string | null;

  @ApiProperty({ type: 'string', nullable: true, enum: [...endReasons, null], example: null })
  endReason: EndReason | null;
}

/** @param currentId the session of the request */
export function toSessionResponse({ session, endedAt, endReason }: ListedSession, currentId: string): SessionResponse {
  const { id, device, ip, userAgent, createdAt, lastUsedAt, expiresAt } = session;
  return {
    id,
    current: id === currentId,
    device,
    ip,
    userAgent,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    endReason,
  };
}
