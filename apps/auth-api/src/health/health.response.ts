import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class LiveResponse {
  @ApiProperty({ type: 'string', enum: ['ok'], example: 'ok' })
  status: 'ok';
}

export class CheckResponse {
  @ApiProperty({ type: 'string', enum: ['ok', 'unavailable'], example: 'ok' })
  status: 'ok' | 'unavailable';

  @ApiProperty({ type: 'number', description: 'Milliseconds.', example: 0.4 })
  latencyMs: number;
}

export class ChecksResponse {
  @ApiProperty({ type: CheckResponse })
  database: CheckResponse;
}

/** For callers who may see details. */
export class HealthDetailsResponse {
  @ApiProperty({ type: 'string', example: '0.1.0' })
  version: string;

  @ApiProperty({ type: 'string', example: 'sqlite' })
  engine: string;

  @ApiProperty({ type: 'integer', description: 'Upper bound of database connections.', example: 20 })
  poolSize: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the start.', example: 3600 })
  uptimeSeconds: number;
}

export class ReadyResponse {
  @ApiProperty({ type: 'string', enum: ['ok', 'unavailable', 'draining'], example: 'ok' })
  status: 'ok' | 'unavailable' | 'draining';

  @ApiProperty({ type: ChecksResponse })
  checks: ChecksResponse;

  @ApiPropertyOptional({ type: HealthDetailsResponse })
  details?: HealthDetailsResponse;
}
