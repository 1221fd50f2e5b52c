import type { Engine } from '@janus/database';
import { DATABASE_ENGINE } from '@janus/database';
import { Inject, Injectable } from '@nestjs/common';

export interface DatabaseCheck {
  readonly status: 'ok' | 'unavailable';
  readonly latencyMs: number;
}

/** Whether this process can do its work now. */
@Injectable()
export class HealthService {
  private isDraining = false;

  constructor(@Inject(DATABASE_ENGINE) private readonly engine: Engine) {}

  /** From now on the process says that it is not ready; it serves on until it closes. */
  drain(): void {
    this.isDraining = true;
  }

  get draining(): boolean {
    return this.isDraining;
  }

  get engineName(): Engine['name'] {
    return this.engine.name;
  }

  async checkDatabase(): Promise<DatabaseCheck> {
    const startedAt = performance.now();
    const status = await this.engine.ping().then(
      () => 'ok' as const,
      () => 'unavailable' as const,
    );
    return { status, latencyMs: Math.round((performance.now() - startedAt) * 10) / 10 };
  }
}
