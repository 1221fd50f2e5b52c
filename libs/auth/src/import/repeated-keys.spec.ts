import { RepeatedKeys } from './repeated-keys.js';

describe('RepeatedKeys', () => {
  it('finds what comes again, far beyond what it keeps in memory, and tells each line once', async () => {
    const keys = new RepeatedKeys();
    try {
      const count = 250_000;
      for (let line = 1; line <= count; line += 1) await keys.add('email', `user-${line}@example.com`, line);
      for (let n = 1; n <= 300; n += 1) {
        await keys.add('email', `user-${n * 700}@example.com`, count + n);
        await keys.add('id', 'the same', count + n);
      }
      // An address that stands there as an id is another key.
      await keys.add('id', 'user-1@example.com', count + 301);
      const found = [];
      for await (const repeats of keys.repeats()) found.push(...repeats);
      expect(found).toHaveLength(300);
      expect(found.every(({ kind }) => kind === 'email')).toBe(true);
      expect(new Set(found.map(({ line }) => line)).size).toBe(300);
    } finally {
      await keys.remove();
    }
  });
});
