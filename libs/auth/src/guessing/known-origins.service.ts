import { Clock, networkOf } from '@janus/kernel';
import { Injectable } from '@nestjs/common';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import type { Origin } from '../sessions/token-grant.js';

const memoryMs = 30 * 24 * 3600 * 1000;
const remembered = 50;

/** From where somebody has signed in lately. */
@Injectable()
export class KnownOrigins {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  async has(userId: string, origin: Origin): Promise<boolean> {
    const since = new Date(this.clock.now().getTime() - memoryMs);
    const origins = await this.sessions.listOrigins(userId, since, remembered);
    const place = placeOf(origin);
    return origin.ip !== null && origins.some((one) => one.ip !== null && placeOf(one) === place);
  }
}

/** What counts as one place: a network together with the browser or program. */
export function placeOf({ ip, userAgent }: Origin): string {
  return `${networkOf(ip ?? '')} ${userAgent ?? ''}`;
}
