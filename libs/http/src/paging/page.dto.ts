import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsQueryBoolean, IsQueryInteger, IsText } from '../input/text.decorators.js';

/** What every list takes. Every value is a text, as it stands in the URL. */
export class PageQueryDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @IsQueryInteger(1, 100)
  limit?: string;

  @ApiPropertyOptional({
    type: 'string',
    description: '`page.nextCursor` of the page before, with the same order and filters.',
  })
  @IsOptional()
  @IsText({ min: 1, max: 2048 })
  cursor?: string;

  @ApiPropertyOptional({
    type: 'string',
    enum: ['true', 'false'],
    description: 'Count the whole list: slow on a large one.',
  })
  @IsOptional()
  @IsQueryBoolean()
  withTotal?: string;
}
