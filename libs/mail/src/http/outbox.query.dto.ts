import { PageQueryDto } from '@janus/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { MessageState } from '../outbox/outbox-message.js';
import { messageStates } from '../outbox/outbox-message.js';

/** `GET /mail/outbox`. Every value is a text, as it stands in the URL. */
export class ListOutboxQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ enum: messageStates })
  @IsOptional()
  @IsIn(messageStates, { message: `must be one of ${messageStates.join(', ')}` })
  state?: MessageState;
}
