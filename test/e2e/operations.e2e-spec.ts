import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../factories/engine-under-test.js';
import { Client } from './support/client.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password, signIn } from './support/people.js';
import { runCli, spawnMain, startService } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('running the service', () => {
  let world: World;

  beforeAll(async () => {
    const logs = mkdtempSync(join(tmpdir(), 'janus-logs-'));
    world = await openWorld({
      CORS_ORIGINS: 'https://app.example.com',
      LOG_FILE: join(logs, 'janus.log'),
      TRUSTED_PROXIES: '127.0.0.1',
    });
  });

  afterAll(() => world.end());

  it('says that it lives and is ready, with details for administrators only', async () => {
    const { client, service } = world;
    expect((await client.get('/health/live')).body).toEqual({ status: 'ok' });
    const ready = await client.get('/health/ready');
    expect(ready.body).toEqual({ status: 'ok', checks: { database: { status: 'ok', latencyMs: expect.any(Number) } } });
    const admin = await firstAdmin(client, service);
    const details = await client.get('/health/ready', { token: admin.token });
    expect(details.body['details']).toMatchObject({ version: '0.1.0', poolSize: expect.any(Number) });
    expect(existsSync(join(service.dataDir, 'setup-token'))).toBe(false);
  });

  it('sets the headers of a careful API on every answer', async () => {
    for (const path of ['/users/me', '/nope', '/health/live']) {
      const { headers } = await world.client.get(path, { headers: { 'x-request-id': 'my-request.1' } });
      expect(headers.get('x-request-id')).toBe('my-request.1');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none';.* base-uri 'none';.* frame-ancestors 'none'$/,
      );
      expect(headers.get('x-powered-by')).toBeNull();
    }
    const { headers } = await world.client.get('/health/live', { headers: { 'x-request-id': 'short' } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers only the configured origin across origins', async () => {
    const ask = (origin: string) =>
      world.client.send('OPTIONS', '/users/me', { headers: { origin, 'access-control-request-method': 'PATCH' } });
    const good = await ask('https://app.example.com');
    expect([good.status, good.headers.get('access-control-allow-origin'), good.headers.get('allow')]).toEqual([
      204,
      'https://app.example.com',
      'DELETE, GET, HEAD, OPTIONS, PATCH',
    ]);
    const bad = await ask('https://evil.example.com');
    expect([bad.status, bad.headers.get('access-control-allow-origin')]).toEqual([204, null]);
  });

  it('writes one line a request, and never a secret', async () => {
    const { client, service } = world;
    const canary = 'Canary-9f8e7d6c!';
    const email = freshEmail('canary');
    await client.post('/auth/register', { email, password: canary });
    const login = await client.post('/auth/login', { email, password: canary });
    const secrets = [canary, String(login.body['accessToken']), String(login.body['refreshToken'])];
    await client.get('/users/me?token=Canary-query', { token: secrets[1] ?? '' });
    await client.post('/auth/refresh', { refreshToken: secrets[2] });
    await client.post('/auth/login', `{"password": "${canary}"`);
    await client.post('/auth/login', { email, password: canary, [canary]: 1 });
    const written = service.output.join('\n');
    const file = readFileSync(service.logFile, 'utf8');
    for (const secret of [...secrets, 'Canary-query']) {
      expect(written).not.toContain(secret);
      expect(file).not.toContain(secret);
    }
    const lines = file
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = lines.filter(({ msg, path }) => msg === 'request' && path === '/api/v1/auth/refresh');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      level: 'info',
      method: 'POST',
      status: 200,
      requestId: expect.any(String),
      durationMs: expect.any(Number),
    });
  });

  it('lets two instances be one service, and a stop disturb no request', async () => {
    const other = await world.another({
      PUBLIC_URL: world.service.url.replace('127.0.0.1', 'localhost'),
      // However busy the machine is, nobody is shed here.
      HASH_MAX_WAIT_MS: '30000',
    });
    const { token } = await newcomer(world.client);
    expect((await other.client.get('/users/me', { token })).status).toBe(200);
    const inFlight = Array.from({ length: 20 }, () =>
      other.client.post('/auth/register', { email: freshEmail(), password }),
    );
    const stopped = other.service.stop();
    const answers = await Promise.all(inFlight);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await stopped).toBe(0);
    expect(other.service.output.filter((line) => line.includes('"drained"'))).toHaveLength(1);
  });
});

describe('starting and stopping', () => {
  it('reports every wrong setting at once, and exits with 78', async () => {
    const child = spawnMain('apps/auth-api/src/main.js', [], {
      PORT: 'x',
      JWT_ALG: 'none',
      NODE_ENV: 'production',
      KEY_ENCRYPTION_KEY: 'topsecret',
    });
    const chunks: string[] = [];
    child.stderr?.on('data', (chunk) => chunks.push(String(chunk)));
    const code = await new Promise((exited) => child.on('exit', exited));
    const text = chunks.join('');
    expect(code).toBe(78);
    for (const name of ['PORT', 'JWT_ALG', 'PUBLIC_URL', 'KEY_ENCRYPTION_KEY']) expect(text).toContain(`  ${name} `);
    expect(text).not.toContain('topsecret');
  });

  it('does not start on an older schema where it may not migrate, until the command has run', async () => {
    const database = freshDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'janus-cli-'));
    const env = { DATABASE_URL: database.url, DATA_DIR: dataDir, DATABASE_MIGRATE: 'check' };
    await expect(startService(database.url, env)).rejects.toThrow(/exited with 78[^]*npm run janus -- migrate up/);
    const dry = await runCli(['migrate', 'up', '--dry-run'], env);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/^(would apply {2}\S+\n)+$/) });
    const [one, two] = await Promise.all([runCli(['migrate'], env), runCli(['migrate', 'up'], env)]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect([one.stdout, two.stdout].toSorted()).toEqual([expect.stringMatching(/^applied/), 'nothing to do\n']);
    expect((await runCli(['migrate', 'status'], env)).stdout).toMatch(/^applied {2}/);
    const service = await startService(database.url, env);
    expect(statSync(join(dataDir, 'setup-token')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'key-encryption-key')).mode & 0o777).toBe(0o600);
    await service.stop();
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });

  it('makes the first super admin from the command line, once', async () => {
    const database = freshDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'janus-cli-'));
    const env = { DATABASE_URL: database.url, DATA_DIR: dataDir };
    const service = await startService(database.url, env);
    const client = new Client(service.url);
    const email = freshEmail('root');
    const weak = await runCli(['admin', 'create', '--email', email, '--password-stdin'], env, 'weak\n');
    expect(weak).toMatchObject({ code: 1, stderr: expect.stringContaining('must have at least 8 characters') });
    const made = await runCli(
      ['admin', 'create', '--email', email, '--display-name', 'Root', '--password-stdin'],
      env,
      `${password}\n`,
    );
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining(email) });
    expect(made.stdout).not.toContain(password);
    const admin = await signIn(client, email);
    expect((await client.get('/users/me', { token: admin.token })).body).toMatchObject({
      role: 'super_admin',
      emailVerified: true,
      displayName: 'Root',
    });
    expect(existsSync(join(dataDir, 'setup-token'))).toBe(false);
    expect((await runCli(['admin', 'create', '--email', freshEmail()], env)).code).toBe(1);
    expect(codeOf(await client.post('/setup', { token: 'x', email, password }))).toBe('SETUP_CLOSED');
    expect((await runCli(['admin', 'create'], env)).code).toBe(64);
    expect((await runCli(['nonsense'], env)).code).toBe(64);
    await service.stop();
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });

  it('drains once and exits with 0 when npm start is told to stop', async () => {
    const database = freshDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'janus-npm-'));
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info' };
    const child = spawn('npm', ['start'], { cwd: join(__dirname, '../..'), env, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = new Promise((exit) => child.on('exit', exit));
    let output = '';
    await new Promise<void>((listening) => {
      child.stdout.on('data', (chunk) => {
        output += String(chunk);
        if (output.includes('"msg":"listening"')) listening();
      });
    });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(output.match(/"msg":"draining"/g)).toHaveLength(1);
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });

  it('keeps sessions over a restart, and closes registration where it is told to', async () => {
    const database = freshDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'janus-restart-'));
    const env = { DATA_DIR: dataDir, PUBLIC_URL: 'http://id.test' };
    const first = await startService(database.url, env);
    const { token, refreshToken } = await newcomer(new Client(first.url));
    first.signal('SIGKILL');
    await first.exited;
    const second = await startService(database.url, { ...env, REGISTRATION: 'closed' });
    const client = new Client(second.url);
    expect((await client.get('/users/me', { token })).status).toBe(200);
    expect((await client.post('/auth/refresh', { refreshToken })).status).toBe(200);
    expect(codeOf(await client.post('/auth/register', { nonsense: 1 }))).toBe('REGISTRATION_CLOSED');
    expect(await second.stop()).toBe(0);
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });
});
