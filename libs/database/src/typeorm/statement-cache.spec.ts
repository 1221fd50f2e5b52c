import { StatementCache } from './statement-cache.js';

describe('the cache of statements', () => {
  const make = jest.fn((sql: string) => ({ sql }));
  let cache: StatementCache<{ sql: string }>;

  beforeEach(() => {
    make.mockClear();
    cache = new StatementCache(make);
  });

  it('makes each once, and again what was forgotten', () => {
    expect(cache.get('a')).toBe(cache.get('a'));
    cache.forget('a');
    cache.get('a');
    expect(make.mock.calls).toEqual([['a'], ['a']]);
  });

  it('keeps nothing of what could not be made', () => {
    make.mockImplementationOnce(() => {
      throw new Error('no such table');
    });
    expect(() => cache.get('a')).toThrow('no such table');
    expect(cache.get('a')).toEqual({ sql: 'a' });
  });

  it('lets the oldest go, and no other', () => {
    for (let n = 0; n <= 500; n += 1) cache.get(String(n));
    make.mockClear();
    for (let n = 1; n <= 500; n += 1) cache.get(String(n));
    expect(make).not.toHaveBeenCalled();
    cache.get('0');
    expect(make).toHaveBeenCalledTimes(1);
  });
});
