import { IsQueryBoolean, PageQueryDto } from '@janus/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

/** `GET /auth/sessions`. Every value is a text, as it stands in the URL. */
export class ListSessionsQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Also those that ended in the last 30 days.' })
  @IsOptional()
  @IsQueryBoolean()
  includeEnded?: string;
}

/** `DELETE /auth/sessions`. */
export class RevokeSessionsQueryDto {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'End the session of this request, too.' })
  @IsOptional()
  @IsQueryBoolean()
  includeCurrent?: string;
}
