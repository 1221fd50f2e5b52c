import type { Answer, Client } from './support/client.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, newcomer, password } from './support/people.js';

interface Route {
  readonly method: string;
  readonly path: string;
  /** A body that is right but for what a case spoils. */
  readonly body: Record<string, unknown>;
  /** Fields of the wrong type, each alone a mistake. */
  readonly wrong: Record<string, unknown>;
}

const id = '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b';
const profile = { displayName: 7, firstName: [], lastName: {}, locale: true };
const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/auth/register',
    body: { email: 'a@example.com', password },
    wrong: { ...profile, email: { $gt: '' }, password: ['x'] },
  },
  {
    method: 'POST',
    path: '/auth/login',
    body: { email: 'a@example.com', password },
    wrong: { email: null, password: { $ne: 1 }, deviceName: 1 },
  },
  { method: 'POST', path: '/auth/refresh', body: { refreshToken: 'x' }, wrong: { refreshToken: { $gt: '' } } },
  { method: 'POST', path: '/auth/logout', body: { refreshToken: 'x' }, wrong: { refreshToken: 3, everywhere: 'true' } },
  {
    method: 'POST',
    path: '/auth/accept-invitation',
    body: { token: 'x', newPassword: password },
    wrong: { token: 1, newPassword: 2 },
  },
  {
    method: 'POST',
    path: '/setup',
    body: { token: 'x', email: 'a@example.com', password },
    wrong: { token: [], email: 1, password: 1, displayName: 1 },
  },
  { method: 'PATCH', path: '/users/me', body: {}, wrong: profile },
  { method: 'DELETE', path: '/users/me', body: { currentPassword: 'x' }, wrong: { currentPassword: false } },
  {
    method: 'POST',
    path: '/users',
    body: { email: 'a@example.com' },
    wrong: { ...profile, email: 'no', role: 'king', invite: 'pigeon' },
  },
  { method: 'PATCH', path: `/users/${id}`, body: {}, wrong: profile },
  { method: 'PATCH', path: `/users/${id}/role`, body: { role: 'user' }, wrong: { role: 'king', reason: 1 } },
  { method: 'POST', path: `/users/${id}/suspend`, body: {}, wrong: { reason: 1 } },
  { method: 'POST', path: `/users/${id}/unsuspend`, body: {}, wrong: { reason: {} } },
  { method: 'POST', path: `/users/${id}/restore`, body: {}, wrong: { reason: [] } },
];

describe('bad input', () => {
  let world: World;
  let admin: Person;

  beforeAll(async () => {
    world = await openWorld();
    admin = await firstAdmin(world.client, world.service);
  });

  afterAll(() => world.end());

  const send = (route: Route, body: unknown, type = 'application/json'): Promise<Answer> =>
    world.client.send(route.method, route.path, { token: admin.token, body, headers: { 'content-type': type } });
  const pointers = ({ body }: Answer): string[] =>
    Object.values(body['errors'] ?? {})
      .map((error) => String(error?.['pointer']))
      .toSorted();

  describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_name, route) => {
    it('names every field of a wrong type at once', async () => {
      const answer = await send(route, route.wrong);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'VALIDATION_FAILED']);
      expect([...new Set(pointers(answer))]).toEqual(
        Object.keys(route.wrong)
          .map((name) => `/${name}`)
          .toSorted(),
      );
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    });

    it('names every required field that is missing, and every unknown one', async () => {
      const answer = await send(route, { unknownOne: 1, 'a/b~c': 2 });
      expect(answer.status).toBe(400);
      expect(pointers(answer)).toEqual(
        [
          ...Object.keys(route.body)
            .filter(() => route.path !== '/auth/logout')
            .map((name) => `/${name}`),
          '/a~1b~0c',
          '/unknownOne',
        ].toSorted(),
      );
    });

    it.each([
      ['broken JSON', '{"a":', 400, 'MALFORMED_JSON'],
      ['deep JSON', '['.repeat(30_000), 400, 'MALFORMED_JSON'],
      ['well-formed deep JSON', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 400, 'MALFORMED_JSON'],
      ['a prototype', '{"__proto__":{"role":"super_admin"}}', 400, 'MALFORMED_JSON'],
      ['a constructor', '{"constructor":{}}', 400, 'MALFORMED_JSON'],
      ['an array', '[]', 400, 'VALIDATION_FAILED'],
      ['a text', '"x"', 400, 'VALIDATION_FAILED'],
      ['1 MiB', JSON.stringify({ email: 'x'.repeat(1024 * 1024) }), 413, 'BODY_TOO_LARGE'],
    ])('refuses %s', async (_what, body, status, code) => {
      const answer = await send(route, body);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    });

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
    ])('refuses %s', async (type) => {
      const answer = await send(route, JSON.stringify(route.body), type);
      expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    });

    it('refuses lone surrogates and NUL in every text', async () => {
      for (const spoilt of ['"\\ud800"', '"a\\u0000b"']) {
        const fields = Object.keys(route.wrong).filter((name) => name !== 'everywhere');
        const answer = await send(route, `{${fields.map((name) => `"${name}":${spoilt}`).join(',')}}`);
        expect(answer.status).toBe(400);
        expect(pointers(answer)).toEqual(expect.arrayContaining(fields.map((name) => `/${name}`)));
      }
    });
  });

  it('takes a merge patch under its own name, and only there', async () => {
    const client: Client = world.client;
    const headers = { 'content-type': 'application/merge-patch+json' };
    const patched = await client.send('PATCH', '/users/me', {
      token: admin.token,
      headers,
      body: { displayName: 'Ada' },
    });
    expect([patched.status, patched.body['displayName']]).toEqual([200, 'Ada']);
    const posted = await client.send('POST', '/auth/login', { headers, body: {} });
    expect(posted.status).toBe(415);
  });

  it('refuses a body where none is read, after the caller is known', async () => {
    const person = await newcomer(world.client);
    const path = `/users/${person.id}`;
    expect((await world.client.send('DELETE', path, { body: { x: 1 } })).status).toBe(401);
    const answer = await world.client.send('DELETE', path, { token: admin.token, body: { x: 1 } });
    expect([answer.status, codeOf(answer), pointers(answer)]).toEqual([400, 'VALIDATION_FAILED', ['']]);
    const text = await world.client.send('DELETE', path, {
      token: admin.token,
      body: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(text.status).toBe(400);
    expect((await world.client.send('DELETE', path, { token: admin.token, body: {} })).status).toBe(204);
  });

  it('checks path and query, and names their mistakes', async () => {
    const { client } = world;
    const answer = await client.get('/users/42', { token: admin.token });
    expect([answer.status, pointers(answer)]).toEqual([400, ['{userId}']]);
    const list = await client.get('/users?limit=0&sort=password&role=king&isActive=yes&nope=1&q=a&q=b', {
      token: admin.token,
    });
    expect(list.status).toBe(400);
    expect(pointers(list)).toEqual(['?isActive', '?limit', '?nope', '?q', '?role', '?sort']);
    for (const limit of ['101', '1e1', '-1', '01', '']) {
      expect((await client.get(`/users?limit=${limit}`, { token: admin.token })).status).toBe(400);
    }
  });

  it('answers 405 with Allow, 404 for unknown paths, and 204 to OPTIONS', async () => {
    const { client } = world;
    const wrong = await client.send('PUT', '/auth/login', { body: '{{{', headers: { 'content-type': 'text/plain' } });
    expect([wrong.status, codeOf(wrong), wrong.headers.get('allow')]).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      'OPTIONS, POST',
    ]);
    const head = await client.send('HEAD', '/auth/login');
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
    const unknown = await client.post('/nope', '{{{', { headers: { 'content-type': 'text/plain' } });
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'NOT_FOUND']);
    const options = await client.send('OPTIONS', '/users/me');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, PATCH']);
    expect((await client.send('HEAD', '/users/me', { token: admin.token })).status).toBe(200);
    for (const path of ['/users/me/', '/Users/me', '//api/v1//users/me']) {
      expect([path, (await client.get(path)).status]).toEqual([path, 404]);
    }
  });
});
