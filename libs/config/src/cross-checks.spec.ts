import { readSettings } from './read-settings.js';

const key = Buffer.alloc(32, 9).toString('base64url');
const secret = 'kJ0q3mZ8xVb2NcR7yLs5Hd9GfPaQ1eTuWi4oKjXzMnB';
const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://id.example.com', KEY_ENCRYPTION_KEY: key };

function read(env: Record<string, string>) {
  return readSettings({ env, readFile: () => '' });
}

function namesIn(env: Record<string, string>): string[] {
  return read(env).mistakes.map(({ name }) => name);
}

describe('settings that only make sense together', () => {
  it('HS256 needs a secret; another algorithm may keep one, for older tokens', () => {
    expect(namesIn({ JWT_ALG: 'HS256' })).toEqual(['JWT_SECRET']);
    expect(namesIn({ JWT_ALG: 'HS256', JWT_SECRET: secret })).toEqual([]);
    expect(read({ JWT_SECRET: secret }).settings?.jwt).toMatchObject({ alg: 'ES256', secret });
  });

  it('one pass over the memory needs more of it', () => {
    expect(namesIn({ HASH_ITERATIONS: '1' })).toEqual(['HASH_ITERATIONS']);
    expect(namesIn({ HASH_ITERATIONS: '1', HASH_MEMORY_KIB: '47103' })).toEqual(['HASH_ITERATIONS']);
    expect(namesIn({ HASH_ITERATIONS: '1', HASH_MEMORY_KIB: '47104' })).toEqual([]);
    expect(namesIn({ HASH_ITERATIONS: '1', HASH_MEMORY_KIB: 'much' })).toEqual(['HASH_MEMORY_KIB']);
  });

  it('a session outlives its refresh tokens, and those the access tokens', () => {
    expect(namesIn({ REFRESH_TTL_SECONDS: '3599' })).toEqual(['REFRESH_TTL_SECONDS']);
    expect(namesIn({ SESSION_TTL_SECONDS: '604799' })).toEqual(['SESSION_TTL_SECONDS']);
    expect(namesIn({ ACCESS_TTL_SECONDS: '60', REFRESH_TTL_SECONDS: '60', SESSION_TTL_SECONDS: '60' })).toEqual([]);
  });

  it('offers a value that works', () => {
    const env = { REFRESH_TTL_SECONDS: '31536000', SESSION_TTL_SECONDS: '2592000' };
    expect(read(env).mistakes).toMatchObject([{ name: 'SESSION_TTL_SECONDS', cure: 'at least 31536000' }]);
  });

  it('tells a mistake once', () => {
    expect(namesIn({ ...production, PUBLIC_URL: 'id.example.com', KEY_ENCRYPTION_KEY: 'short' })).toEqual([
      'PUBLIC_URL',
      'KEY_ENCRYPTION_KEY',
    ]);
  });
});

describe('production', () => {
  it('is content with an address, a key and a database that stays', () => {
    expect(read(production).mistakes).toEqual([]);
  });

  it('refuses what is only made for a demo', () => {
    expect(namesIn({ NODE_ENV: 'production' })).toEqual(['PUBLIC_URL', 'KEY_ENCRYPTION_KEY']);
    expect(namesIn({ ...production, DATABASE_URL: 'memory:' })).toEqual(['DATABASE_URL']);
    expect(namesIn({ ...production, DATABASE_URL: 'sqlite::memory:' })).toEqual(['DATABASE_URL']);
    expect(namesIn({ ...production, MAIL_URL: 'capture:' })).toEqual(['MAIL_URL']);
    expect(namesIn({ ...production, MAIL_URL: 'smtp://127.0.0.1:2525' })).toEqual([]);
  });

  it.each([
    'http://id.example.com',
    'HTTP://id.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.nip.io',
  ])('refuses %s', (url) => expect(namesIn({ ...production, PUBLIC_URL: url })).toEqual(['PUBLIC_URL']));

  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://127.8.8.8:3000', 'http://[::1]:3000/auth'])(
    'takes %s, which never leaves the machine',
    (url) => expect(namesIn({ ...production, PUBLIC_URL: url })).toEqual([]),
  );
});
