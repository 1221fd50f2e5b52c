import { sendRaw } from './support/raw-http.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('requests that no client library would send', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });

  afterAll(() => world.end());

  const send = (text: string) => sendRaw(world.service.url, text);
  const get = (path: string, more = '') => send(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`);

  it.each([
    ['a header of 20 KiB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['what is not HTTP', 'GARBAGE\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'another method',
      'TRACE /api/v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'two lengths',
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      400,
      'BAD_REQUEST',
    ],
    [
      'chunks without end',
      `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`8000\r\n${'a'.repeat(0x8000)}\r\n`.repeat(3)}`,
      413,
      'BODY_TOO_LARGE',
    ],
  ])('refuses %s, as a problem', async (_what, text, status, code) => {
    const answer = await send(text);
    expect([answer.status, answer.code]).toEqual([status, code]);
    for (const header of ['content-type: application/problem+json', 'cache-control: no-store', 'x-request-id: ']) {
      expect(answer.head).toContain(header);
    }
  });

  it('guards every spelling of a path that reaches a route, and no other reaches one', async () => {
    for (const path of ['/api/v1/users/%6de', 'http://evil.example/api/v1/users/me', '/api/v1/users/me?x=/../live']) {
      expect([path, (await get(path)).code]).toEqual([path, 'AUTHENTICATION_REQUIRED']);
    }
    for (const path of [
      '/api/v1/users/me/',
      '/api//v1/users/me',
      '/api/v1/health/../users/me',
      '/API/v1/users/me',
      '/api/v1/users%2fme',
    ]) {
      expect([path, (await get(path)).code]).toEqual([path, 'NOT_FOUND']);
    }
    expect(await get('/api/v1/users/%zz')).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  it('refuses a body where GET reads none, and invalid UTF-8', async () => {
    expect(await get('/api/v1/health/live', 'Content-Length: 5\r\n\r\nhello')).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
    });
    const bytes = await fetch(`${world.service.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect([bytes.status, ((await bytes.json()) as { code: string }).code]).toEqual([400, 'MALFORMED_JSON']);
    const zipped = await fetch(`${world.service.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: '{}',
    });
    expect(zipped.status).toBe(415);
  });
});
