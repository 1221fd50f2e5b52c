import { createHmac, randomBytes } from 'node:crypto';
import type { Answer, Client } from './support/client.js';
import type { Credential } from './support/credentials.js';
import { basic, credentialHeader, form, newCredential } from './support/credentials.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, newcomer } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const publicUrl = 'http://id.test/login';
const sharedSecret = 'kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLdFgHjKlZxVqWe';
const inactive = [200, { active: false }];
const invalidClient = [401, 'INVALID_CLIENT', 'invalid_client', 'Basic realm="janus"'];

describe('endpoints for services', () => {
  let world: World;
  let client: Client;
  let admin: Person;
  let notes: Credential;

  beforeAll(async () => {
    world = await openWorld({ PUBLIC_URL: publicUrl });
    client = world.client;
    admin = await firstAdmin(client, world.service);
    notes = await newCredential(world);
  });

  afterAll(() => world.end());

  const post = (path: string, body: string, headers: Record<string, string> = credentialHeader(notes)) =>
    client.post(`/oauth/${path}`, body, { headers: { 'content-type': form, ...headers } });
  const formOf = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const ask = async (token: string, more: Record<string, string> = {}) => {
    const { status, body } = await post('introspect', formOf({ token, ...more }));
    return [status, body];
  };
  const isActive = async (token: string) => (await post('introspect', formOf({ token }))).body['active'];
  const problem = ({ status, body, headers }: Answer) => [
    status,
    body['code'],
    body['error'],
    headers.get('www-authenticate'),
  ];

  describe('introspection', () => {
    it('tells who a token speaks for, as the database has it now', async () => {
      const person = await newcomer(client);
      const [sid] = person.refreshToken.split('.');
      const answer = await post('introspect', formOf({ token: person.token }));
      expect(answer.headers.get('content-type')).toContain('application/json');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const number = expect.any(Number) as number;
      const common = { active: true, sub: person.id, sid, iss: publicUrl, iat: number, exp: number };
      const access = { ...common, token_type: 'Bearer', jti: expect.any(String) as string, aud: 'janus' };
      expect([answer.status, answer.body]).toEqual([200, { ...access, username: person.email, role: 'user' }]);
      expect(Number(answer.body['exp']) - Number(answer.body['iat'])).toBe(3600);
      const refresh = { ...common, token_type: 'refresh_token' };
      for (const hint of ['refresh_token', 'access_token', 'anything', ''])
        expect(await ask(person.refreshToken, { token_type_hint: hint, unknown: 'x' })).toEqual([200, refresh]);
      expect((await client.get('/users/me', { token: person.token })).status).toBe(200);
      await client.patch(`/users/${person.id}/role`, { role: 'moderator' }, { token: admin.token });
      expect(await ask(person.token)).toEqual([200, { ...access, username: person.email, role: 'moderator' }]);
    });

    it('never uses a refresh token up, and takes a used one for inactive without ending anything', async () => {
      const person = await newcomer(client);
      for (let time = 0; time < 3; time += 1) expect(await isActive(person.refreshToken)).toBe(true);
      const { body } = await client.post('/auth/refresh', { refreshToken: person.refreshToken });
      expect(await ask(person.refreshToken)).toEqual(inactive);
      expect(await isActive(String(body['refreshToken']))).toBe(true);
      expect((await client.post('/auth/refresh', { refreshToken: body['refreshToken'] })).status).toBe(200);
    });

    it('says nothing of a token that is forged, foreign or expired', async () => {
      const person = await newcomer(client);
      const [header = '', payload = '', signature = ''] = person.token.split('.');
      const { kid } = decoded(header) as { kid: string };
      const signed = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`;
      const mac = createHmac('sha256', randomBytes(32)).update(signed).digest('base64url');
      const [sid = ''] = person.refreshToken.split('.');
      const wrong = [
        `${signed}.${mac}`,
        `${encoded({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
        `${header}.${encoded({ ...decoded(payload), role: 'super_admin' })}.${signature}`,
        `${person.token} `,
        `${sid}.${'A'.repeat(64)}`,
        notes.secret,
        'ünï 💌',
        '\u0000',
        'x'.repeat(60_000),
      ];
      for (const token of wrong) expect([token, ...(await ask(token))]).toEqual([token, ...inactive]);
      expect(await isActive(person.token)).toBe(true);
    });

    it('knows at once of a sign-out and of a suspension', async () => {
      const [out, suspended] = [await newcomer(client), await newcomer(client)];
      await client.post('/auth/logout', undefined, { token: out.token });
      await client.post(`/users/${suspended.id}/suspend`, undefined, { token: admin.token });
      for (const { token, refreshToken } of [out, suspended]) {
        expect([await ask(token), await ask(refreshToken)]).toEqual([inactive, inactive]);
      }
    });
  });

  describe('revocation', () => {
    it.each(['token', 'refreshToken'] as const)('by %s ends the session and nothing else', async (kind) => {
      const person = await newcomer(client);
      const bystander = await newcomer(client);
      for (let time = 0; time < 2; time += 1) {
        const answer = await post('revoke', formOf({ token: person[kind], token_type_hint: 'access_token' }));
        expect([answer.status, answer.text]).toEqual([200, '']);
      }
      const me = await client.get('/users/me', { token: person.token });
      expect([me.status, codeOf(me), me.body['endReason']]).toEqual([401, 'SESSION_ENDED', 'logout']);
      expect((await client.post('/auth/refresh', { refreshToken: person.refreshToken })).status).toBe(401);
      expect((await client.get('/users/me', { token: bystander.token })).status).toBe(200);
    });

    it('of what is unknown is fine', async () => {
      for (const token of ['x', notes.id, `${notes.id}.${'A'.repeat(64)}`]) {
        const answer = await post('revoke', formOf({ token }));
        expect([answer.status, answer.text, answer.headers.get('cache-control')]).toEqual([200, '', 'no-store']);
      }
    });
  });

  describe.each(['introspect', 'revoke'])('a request to %s', (path) => {
    it('needs the right credential in the right form', async () => {
      const { id, secret } = notes;
      const wrong = [
        {},
        { authorization: 'Basic' },
        { authorization: `Basic ${id}:${secret}` },
        { authorization: `Bearer ${admin.token}` },
        basic(id),
        basic(`${id}:`),
        basic(`:${secret}`),
        basic(`${id}:${secret}x`),
        basic(`${id}:${secret.slice(0, -1)}`),
        basic(`${admin.id}:${secret}`),
        basic('ünï:💌'),
        basic(Buffer.from([0x69, 0x3a, 0xff])),
        basic(`${id}:%`),
        basic(`${id}\u0000:${secret}`),
      ];
      for (const headers of wrong) {
        const answer = await post(path, 'token=x', headers);
        expect([headers, ...problem(answer)]).toEqual([headers, ...invalidClient]);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(answer.text).not.toContain(secret);
      }
      const escaped = secret.replaceAll(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`);
      expect((await post(path, 'token=x', basic(`${id}:${escaped}`))).status).toBe(200);
    });

    it('is a form and nothing else, and that is judged first', async () => {
      const json = await client.post(`/oauth/${path}`, { token: 'x' }, { headers: credentialHeader(notes) });
      expect(problem(json)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', 'invalid_request', null]);
      for (const type of ['application/json', 'text/plain', `${form}; charset=iso-8859-1`, 'multipart/form-data']) {
        expect([type, (await post(path, 'token=x', { 'content-type': type })).status]).toEqual([type, 415]);
      }
      const typed = { ...credentialHeader(notes), 'content-type': `${form}; charset=UTF-8` };
      expect((await post(path, 'token=x', typed)).status).toBe(200);
      expect(problem(await post(path, 'token=%', {}))).toEqual([400, 'VALIDATION_FAILED', 'invalid_request', null]);
      expect((await post(path, `token=${'x'.repeat(70_000)}`, {})).status).toBe(413);
      expect(problem(await post(path, 'nothing=1', {}))).toEqual(invalidClient);
      const login = await client.post('/auth/login', 'email=x', { headers: { 'content-type': form } });
      expect([login.status, login.body['error']]).toEqual([415, undefined]);
    });

    it.each([
      ['no token', 'token_type_hint=access_token', ['/token']],
      ['an empty token', 'token=', ['/token']],
      ['nothing', '', ['/token']],
      ['two tokens', 'token=x&token=x', ['/token']],
      [
        'two hints and two of what is unknown',
        'token=x&token_type_hint=a&x=1&token_type_hint=a&x=2',
        ['/token_type_hint', '/x'],
      ],
    ])('with %s is refused', async (_what, body, pointers) => {
      const answer = await post(path, body);
      expect(problem(answer)).toEqual([400, 'VALIDATION_FAILED', 'invalid_request', null]);
      const errors = answer.body['errors'] as unknown as { pointer: string }[];
      expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(pointers);
    });

    it('is a POST', async () => {
      const answer = await client.get(`/oauth/${path}?token=x`, { headers: credentialHeader(notes) });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
    });
  });

  it('publishes where they are, for everybody and for caches', async () => {
    const { status, headers, body } = await client.get('//.well-known/oauth-authorization-server');
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    expect(headers.get('content-type')).toContain('application/json');
    expect(body).toEqual({
      issuer: publicUrl,
      jwks_uri: `${publicUrl}/.well-known/jwks.json`,
      introspection_endpoint: `${publicUrl}/api/v1/oauth/introspect`,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
      revocation_endpoint: `${publicUrl}/api/v1/oauth/revoke`,
      revocation_endpoint_auth_methods_supported: ['client_secret_basic'],
      response_types_supported: [],
      grant_types_supported: [],
      service_documentation: `${publicUrl}/docs`,
    });
    expect((await client.send('HEAD', '//.well-known/oauth-authorization-server')).status).toBe(200);
    expect((await client.post('//.well-known/oauth-authorization-server')).status).toBe(405);
  });
});

describe('an access token that is signed', () => {
  it('but expired, or meant for another place, is inactive', async () => {
    const world = await openWorld({ PUBLIC_URL: publicUrl, JWT_ALG: 'HS256', JWT_SECRET: sharedSecret });
    try {
      const headers = { 'content-type': form, ...credentialHeader(await newCredential(world)) };
      const { token } = await newcomer(world.client);
      const [header = '', payload = ''] = token.split('.');
      const claims = decoded(payload) as { iat: number; exp: number };
      const isActive = async (changed: object) => {
        const signed = `${header}.${encoded({ ...claims, ...changed })}`;
        const mac = createHmac('sha256', sharedSecret).update(signed).digest('base64url');
        const answer = await world.client.post('/oauth/introspect', `token=${signed}.${mac}`, { headers });
        return answer.body['active'];
      };
      expect(await isActive({})).toBe(true);
      expect(await isActive({ iat: claims.iat - 3601, exp: claims.exp - 3601 })).toBe(false);
      expect(await isActive({ iss: 'http://other.test' })).toBe(false);
      expect(await isActive({ aud: 'other' })).toBe(false);
    } finally {
      await world.end();
    }
  });
});

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decoded(part: string): object {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
}
