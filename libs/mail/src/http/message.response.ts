import { ApiProperty } from '@nestjs/swagger';
import type { MessageState, OutboxMessage } from '../outbox/outbox-message.js';
import { messageStates } from '../outbox/outbox-message.js';

const instant = { type: 'string', format: 'date-time', example: '2026-11-24T10:00:00.000Z' } as const;

/** A mail in the outbox, without what it holds. */
export class MessageResponse {
  @ApiProperty({ type: 'string', format: 'uuid', example: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b' })
  id: string;

  @ApiProperty({ type: 'string', example: 'verify-email' })
  template: string;

  @ApiProperty({ type: 'string', format: 'email', example: 'ada@example.com' })
  to: string;

  @ApiProperty({ type: 'string', enum: messageStates, example: 'queued' })
  state: MessageState;

  @ApiProperty({
    type: 'integer',
    description: 'How often somebody has begun to send it, but for attempts that no server answered.',
    example: 1,
  })
  attempts: number;

  @ApiProperty(instant)
  createdAt: string;

  @ApiProperty({ ...instant, nullable: true, description: 'Not before; null unless it is queued.' })
  nextAttemptAt: string | null;

  @ApiProperty({ ...instant, nullable: true, example: null })
  sentAt: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Why the latest attempt failed.',
    example: 'the mail server cannot be reached (ECONNREFUSED)',
  })
  lastError: string | null;
}

export function toMessageResponse(message: OutboxMessage): MessageResponse {
  const { id, template, recipient, state, attempts, createdAt, nextAttemptAt, sentAt, lastError } = message;
  return {
    id,
    template,
    to: recipient,
    state,
    attempts,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: state === 'queued' ? nextAttemptAt.toISOString() : null,
    sentAt: sentAt?.toISOString() ?? null,
    lastError,
  };
}
