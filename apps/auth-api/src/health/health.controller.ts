import type { User } from '@janus/access';
import { CurrentUser, OptionalAuth, Public, isPermitted } from '@janus/access';
import { Operation } from '@janus/http';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { AppInfo } from '../app-info.js';
import { APP_INFO } from '../app-info.js';
import type { HealthDetailsResponse } from './health.response.js';
import { LiveResponse, ReadyResponse } from './health.response.js';
import { HealthService } from './health.service.js';

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthService,
    @Inject(APP_INFO) private readonly info: AppInfo,
  ) {}

  @Get('live')
  @Public()
  @Operation({
    id: 'live',
    isUnlimited: true,
    tag: 'health',
    summary: 'Is the process alive',
    description: 'Says nothing about the database: a process that waits for it need not be restarted.',
    status: 200,
    answer: 'It is.',
    type: LiveResponse,
  })
  live(): LiveResponse {
    return { status: 'ok' };
  }

  @Get('ready')
  @OptionalAuth()
  @Operation({
    id: 'ready',
    isUnlimited: true,
    tag: 'health',
    summary: 'Can the process do its work',
    description: '503 with the same body while the database is away or the process drains. Details for administrators.',
    status: 200,
    answer: 'It can.',
    type: ReadyResponse,
  })
  @ApiResponse({ status: 503, description: 'It cannot.', type: ReadyResponse })
  async ready(
    @CurrentUser() caller: User | null,
    @Res({ passthrough: true }) reply: { code(status: number): { header(name: string, value: string): unknown } },
  ): Promise<ReadyResponse> {
    const database = await this.health.checkDatabase();
    const status = this.health.draining ? 'draining' : database.status;
    if (status !== 'ok') reply.code(503).header('Retry-After', '2');
    return { status, checks: { database }, ...(this.maySeeDetails(caller) ? { details: this.details() } : {}) };
  }

  private maySeeDetails(caller: User | null): boolean {
    return caller !== null && isPermitted(caller.role, 'health:details');
  }

  private details(): HealthDetailsResponse {
    const { version, poolSize } = this.info;
    return { version, engine: this.health.engineName, poolSize, uptimeSeconds: Math.floor(process.uptime()) };
  }
}
