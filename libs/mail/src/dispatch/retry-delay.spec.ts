import { Jitter } from './jitter.js';
import { retryDelayMs } from './retry-delay.js';

const [least, most] = [new Jitter(() => 0), new Jitter(() => 1)];
const hour = 3600_000;

describe('retryDelayMs', () => {
  it('grows to a minute with full jitter, and further only once the message is old', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 100].map((attempts) => retryDelayMs(attempts, 0, most) / 1000);
    expect(bounds).toEqual([2, 4, 8, 16, 32, 60, 60]);
    expect(retryDelayMs(500, 6 * hour - 1, most)).toBe(60_000);
    expect(retryDelayMs(500, 6 * hour, most)).toBe(15 * 60_000);
    expect([retryDelayMs(1, 0, least), retryDelayMs(1_000, 9 * hour, least)]).toEqual([0, 0]);
  });
});
