import { Jitter } from './jitter.js';
import { outageDelayMs, retryDelayMs } from './retry-delay.js';

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

describe('outageDelayMs', () => {
  it('grows with the age of the message to a minute with full jitter, and never further', () => {
    const bounds = [0, 2_000, 5_000, 59_999, 60_000, 6 * hour, 7 * 24 * hour].map((age) => outageDelayMs(age, most));
    expect(bounds).toEqual([2_000, 2_000, 5_000, 59_999, 60_000, 60_000, 60_000]);
    expect([outageDelayMs(0, least), outageDelayMs(9 * hour, least)]).toEqual([0, 0]);
  });
});
