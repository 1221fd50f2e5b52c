import { availableParallelism } from 'node:os';
import { readSettings } from './read-settings.js';

const key = Buffer.alloc(32, 9).toString('base64url');
const secret = 'kJ0q3mZ8xVb2NcR7yLs5Hd9GfPaQ1eTuWi4oKjXzMnB';

function read(env: Record<string, string>, files: Record<string, string> = {}) {
  return readSettings({
    env,
    readFile: (path) => {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return content;
    },
  });
}

const wrongIn = (env: Record<string, string>, files?: Record<string, string>) =>
  read(env, files).mistakes.map(({ name, wrong }) => `${name} ${wrong}`);

describe('readSettings', () => {
  it('needs nothing in development', () => {
    const slots = Math.max(1, availableParallelism() - 1);
    expect(read({})).toEqual({
      mistakes: [],
      warnings: [],
      settings: {
        isProduction: false,
        host: '127.0.0.1',
        port: 3000,
        publicUrl: 'http://localhost:3000',
        dataDir: './data',
        shutdownGraceSeconds: 25,
        corsOrigins: [],
        trustedProxies: [],
        database: { url: 'sqlite:data/janus.sqlite', poolSize: 20, timeoutMs: 1_500, migrate: 'auto' },
        jwt: {
          alg: 'ES256',
          secret: null,
          issuer: null,
          audience: 'janus',
          claims: 'full',
          accessTtlSeconds: 3600,
          jwksCacheSeconds: 300,
        },
        sessions: { refreshTtlSeconds: 604_800, ttlSeconds: 2_592_000, graceSeconds: 10 },
        keyEncryptionKeys: [],
        passwordPolicy: 'classic',
        hashing: { memoryKib: 19_456, iterations: 2, parallelism: 1, slots, queue: 64 * slots, maxWaitMs: 2000 },
        registration: 'open',
        emailVerification: 'optional',
        mail: { url: { kind: 'capture' }, from: { name: 'Janus', address: 'no-reply@localhost' }, templatesDir: null },
        limits: {
          quotas: {
            guest: { count: 60, seconds: 60 },
            user: { count: 300, seconds: 60 },
            moderator: { count: 600, seconds: 60 },
            admin: { count: 1200, seconds: 60 },
            super_admin: { count: 2400, seconds: 60 },
            service: { count: 1200, seconds: 60 },
            'login-ip': { count: 20, seconds: 60 },
            'register-ip': { count: 10, seconds: 3600 },
            'refresh-session': { count: 30, seconds: 60 },
          },
          redisUrl: null,
          mail: { count: 3, seconds: 3600 },
        },
        auditRetentionDays: 365,
        log: { level: 'info', format: null, file: null },
      },
    });
  });

  it('takes limits as count and seconds, and turns them off as a whole', () => {
    const { settings } = read({ RATE_LIMIT_LOGIN_IP: '3/10', REDIS_URL: 'redis://:secret@127.0.0.1:6379' });
    expect(settings?.limits.quotas?.['login-ip']).toEqual({ count: 3, seconds: 10 });
    expect(settings?.limits.redisUrl).toBe('redis://:secret@127.0.0.1:6379');
    expect(read({ RATE_LIMITS: 'off' }).settings?.limits.quotas).toBeNull();
    for (const wrong of ['20', '0/60', '20/0', '20/60s', '-1/60', '1e3/60', ' 20/60']) {
      expect([wrong, read({ RATE_LIMIT_USER: wrong }).mistakes.map(({ name }) => name)]).toEqual([
        wrong,
        ['RATE_LIMIT_USER'],
      ]);
    }
    const [mistake] = read({ REDIS_URL: 'http://:hunter2@x' }).mistakes;
    expect(mistake?.name).toBe('REDIS_URL');
    expect(JSON.stringify(mistake)).not.toContain('hunter2');
  });

  it('follows the port, the folder, the engine, the slots and the environment where nothing else is said', () => {
    expect(read({ PORT: '8080' }).settings?.publicUrl).toBe('http://localhost:8080');
    expect(read({ PORT: '0' }).settings?.publicUrl).toBeNull();
    expect(read({ DATA_DIR: '/srv/janus' }).settings?.database.url).toBe('sqlite:/srv/janus/janus.sqlite');
    expect(read({ DATABASE_URL: 'mongodb://db/janus' }).settings?.database.poolSize).toBe(50);
    expect(read({ HASH_SLOTS: '3' }).settings?.hashing.queue).toBe(192);
    const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://id.example.com', KEY_ENCRYPTION_KEY: key };
    expect(read(production).settings?.database.migrate).toBe('check');
    expect(read({ LOG_FILE: 'janus.log', LOG_ROTATE_SIZE: '1k' }).settings?.log.file).toEqual({
      path: 'janus.log',
      size: 1024,
      keep: 10,
    });
  });

  it('takes the environment before .env, and .env before the default', () => {
    const files = { '.env': 'PORT=1111\nHOST=0.0.0.0\nJWT_AUDIENCE=\n' };
    expect(read({ PORT: '2222' }, files).settings).toMatchObject({
      port: 2222,
      host: '0.0.0.0',
      jwt: { audience: 'janus' },
    });
  });

  it('counts an empty value as not set, so that a line of .env can be taken back', () => {
    expect(read({ PORT: '' }, { '.env': 'PORT=1111' }).settings?.port).toBe(3000);
  });

  it('tells of a .env that is there and cannot be read', () => {
    const readFile = () => {
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
    };
    expect(readSettings({ env: {}, readFile }).mistakes).toMatchObject([
      { name: '.env', wrong: 'is there and cannot be read (EACCES)' },
    ]);
  });

  it.each(['JWT_SECRET', 'KEY_ENCRYPTION_KEY', 'DATABASE_URL'])('reads %s from a file', (name) => {
    const value =
      { JWT_SECRET: secret, KEY_ENCRYPTION_KEY: key, DATABASE_URL: 'mysql://janus:pw@db/janus' }[name] ?? '';
    const { settings, mistakes } = read({ [`${name}_FILE`]: '/run/it' }, { '/run/it': `${value}\n` });
    expect(mistakes).toEqual([]);
    expect(settings).toEqual(read({ [name]: value }).settings);
    expect(wrongIn({ [`${name}_FILE`]: '/run/it', [name]: value }, { '/run/it': value })).toEqual([
      `${name} is set together with ${name}_FILE`,
    ]);
  });

  it('takes one newline off the end of such a file, no more', () => {
    expect(wrongIn({ JWT_SECRET_FILE: '/run/it' }, { '/run/it': `${secret}\n\n` })).toEqual([
      'JWT_SECRET has characters outside base64url and hex',
    ]);
  });

  it('never takes an empty or absent file for a secret that is not set', () => {
    expect(wrongIn({ KEY_ENCRYPTION_KEY_FILE: '/run/it' }, { '/run/it': '\n' })).toEqual([
      'KEY_ENCRYPTION_KEY_FILE names an empty file',
    ]);
    expect(wrongIn({ KEY_ENCRYPTION_KEY_FILE: '/run/it' })).toEqual([
      'KEY_ENCRYPTION_KEY_FILE names a file that cannot be read (ENOENT)',
    ]);
  });

  it('tells every mistake at once, with the cure', () => {
    const { settings, mistakes } = read({ PORT: 'http', JWT_ALG: 'none', HASH_MEMORY_KIB: '1024', CORS_ORIGINS: '*' });
    expect(settings).toBeNull();
    expect(mistakes.map(({ name }) => name)).toEqual(['PORT', 'CORS_ORIGINS', 'JWT_ALG', 'HASH_MEMORY_KIB']);
    for (const { wrong, cure } of mistakes) expect([wrong, cure]).not.toContain('');
  });

  it('never repeats a secret', () => {
    const { mistakes } = read({
      JWT_SECRET: 'hunter2-hunter2',
      KEY_ENCRYPTION_KEY: 'hunter2',
      DATABASE_URL: 'hunter2://janus:hunter2@db/janus',
    });
    expect(mistakes).toHaveLength(3);
    expect(JSON.stringify(mistakes)).not.toContain('hunter2');
  });

  it('asks for mail where addresses must be verified in production', () => {
    expect(read({ EMAIL_VERIFICATION: 'required' }).settings?.emailVerification).toBe('required');
    expect(wrongIn({ NODE_ENV: 'production', EMAIL_VERIFICATION: 'required' })).toContain(
      'MAIL_URL is missing, and EMAIL_VERIFICATION is required: nobody could sign in',
    );
  });
});
