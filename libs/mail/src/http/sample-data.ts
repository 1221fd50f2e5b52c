import type { StoredData } from '../templates/values.js';

/** Something for every placeholder. */
export function sampleData(now: Date): StoredData {
  return {
    name: 'Ada Lovelace',
    token: 'Zx8cV3kq1oU4c0l5YwTnQ2eS7rJ9pB6mA1dF3gH5iKs',
    newEmail: 'ada@example.org',
    at: now.toISOString(),
    device: 'Firefox on Linux',
    ip: '192.0.2.10',
  };
}
