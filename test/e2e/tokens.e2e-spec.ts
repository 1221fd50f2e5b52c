import { createHmac, createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { Client } from './support/client.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';
import { codeOf, newcomer, signIn } from './support/people.js';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>;

// Two instances are one service only under one name.
const publicUrl = 'http://id.test/login';

describe('tokens', () => {
  let world: World;
  let client: Client;

  beforeAll(async () => {
    world = await openWorld({ REFRESH_GRACE_SECONDS: '300', PUBLIC_URL: publicUrl });
    client = world.client;
  });

  afterAll(() => world.end());

  it('publishes the key that verifies an access token, and nothing private', async () => {
    const { token, id } = await newcomer(client);
    const { keys } = (await client.get('//.well-known/jwks.json')).body;
    const jwk = keys?.['0'] as unknown as JsonWebKey & { kid: string };
    expect(Object.keys(jwk).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const [header, payload, signature] = token.split('.');
    expect(decode(header)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid });
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature ?? '', 'base64url'))).toBe(
      true,
    );
    const claims = decode(payload);
    expect(claims).toMatchObject({
      sub: id,
      userId: id,
      aud: 'janus',
      iss: publicUrl,
      type: 'access',
      role: 'user',
    });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(3600);
  });

  it('refuses whatever it did not sign for this use', async () => {
    const { token, refreshToken } = await newcomer(client);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const { keys } = (await client.get('//.well-known/jwks.json')).body;
    const pem = createPublicKey({ key: keys?.['0'] as unknown as JsonWebKey, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    }) as string;
    const confused = `${encode({ ...decode(header), alg: 'HS256' })}.${payload}`;
    const forged = [
      refreshToken,
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${encode({ ...decode(header), alg: 'none' })}.${payload}.${signature}`,
      `${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`,
      `${header}.${encode({ ...decode(payload), role: 'super_admin' })}.${signature}`,
      `${encode({ ...decode(header), jku: 'http://127.0.0.1:9/' })}.${payload}.${signature}`,
      `${header}.${payload}.${signature}=`,
      `${header}.${payload}.${signature}.x`,
      `${header} .${payload}.${signature}`,
      'x',
      '',
    ];
    for (const one of forged) {
      const answer = await client.get('/users/me', { headers: { authorization: `Bearer ${one}` } });
      expect([one, answer.status, codeOf(answer)]).toEqual([one, 401, 'INVALID_TOKEN']);
    }
    const none = await client.get('/users/me');
    expect([none.status, codeOf(none), none.headers.get('www-authenticate')]).toEqual([
      401,
      'AUTHENTICATION_REQUIRED',
      'Bearer',
    ]);
    const basic = await client.get('/users/me', { headers: { authorization: 'Basic eDp5' } });
    expect(codeOf(basic)).toBe('AUTHENTICATION_REQUIRED');
    const ready = await client.get('/health/ready', { token: 'x' });
    expect([ready.status, codeOf(ready)]).toEqual([401, 'INVALID_TOKEN']);
    expect((await client.get('/health/live', { token: 'x' })).status).toBe(200);
  });

  it('gives sixteen who present one refresh token at once the same successor, on two instances', async () => {
    const other = await world.another();
    const { refreshToken } = await newcomer(client);
    const callers = Array.from({ length: 16 }, (_, index) => (index % 2 ? client : other.client));
    const answers = await Promise.all(callers.map((one) => one.post('/auth/refresh', { refreshToken })));
    expect(answers.map(({ status }) => status)).toEqual(callers.map(() => 200));
    const successors = new Set(answers.map(({ body }) => String(body['refreshToken'])));
    expect(successors.size).toBe(1);
    const next = await other.client.post('/auth/refresh', { refreshToken: [...successors][0] });
    expect(next.status).toBe(200);
    // Two generations old: nobody honest presents it any more.
    const reuse = await client.post('/auth/refresh', { refreshToken });
    expect([reuse.status, codeOf(reuse), reuse.body['endReason']]).toEqual([401, 'SESSION_ENDED', 'refresh_reuse']);
    const dead = await client.get('/users/me', { token: String(next.body['accessToken']) });
    expect(dead.body['endReason']).toBe('refresh_reuse');
  });

  it('does not let a session id alone, or another tag, end a session', async () => {
    const person = await newcomer(client);
    const [sessionId = '', secret = ''] = person.refreshToken.split('.');
    const altered = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
    for (const guess of [`${sessionId}.${'A'.repeat(64)}`, `${sessionId}.${altered}`, sessionId, 'x']) {
      const answer = await client.post('/auth/refresh', { refreshToken: guess });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'INVALID_REFRESH_TOKEN']);
      expect((await client.post('/auth/logout', { refreshToken: guess })).status).toBe(204);
    }
    expect((await client.post('/auth/refresh', { refreshToken: person.refreshToken })).status).toBe(200);
  });

  it('signs out everywhere, by whichever token', async () => {
    const person = await newcomer(client);
    const other = await signIn(client, person.email);
    expect((await client.post('/auth/logout')).status).toBe(401);
    expect((await client.post('/auth/logout', { refreshToken: other.refreshToken, everywhere: true })).status).toBe(
      204,
    );
    for (const { token } of [person, other]) {
      expect((await client.get('/users/me', { token })).body['endReason']).toBe('logout_everywhere');
    }
    expect((await client.post('/auth/logout', {}, { token: person.token })).status).toBe(204);
    expect((await client.get('/users/me', { token: (await signIn(client, person.email)).token })).status).toBe(200);
  });
});

describe('a strict service', () => {
  it('takes a used refresh token for theft, and signs with a shared secret without publishing it', async () => {
    const secret = 'kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLdFgHjKlZxVqWe';
    const world = await openWorld({
      REFRESH_GRACE_SECONDS: '0',
      JWT_ALG: 'HS256',
      JWT_SECRET: secret,
      JWT_CLAIMS: 'minimal',
    });
    try {
      const { client } = world;
      const { refreshToken, token } = await newcomer(client);
      const [header, payload] = token.split('.').slice(0, 2).map(decode);
      expect([header?.['alg'], payload?.['email'], payload?.['role']]).toEqual(['HS256', undefined, undefined]);
      expect((await client.get('//.well-known/jwks.json')).body).toEqual({ keys: [] });
      const race = await Promise.all(Array.from({ length: 16 }, () => client.post('/auth/refresh', { refreshToken })));
      expect(race.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      const after = await client.post('/auth/refresh', { refreshToken });
      expect(after.body['endReason']).toBe('refresh_reuse');
    } finally {
      await world.end();
    }
  });
});
