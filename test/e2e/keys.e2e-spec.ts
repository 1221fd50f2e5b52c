import type { Client } from './support/client.js';
import { codeOf, newcomer } from './support/people.js';
import { runCli } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld, worldKey } from './support/world.js';

interface ListedKey {
  readonly kid: string;
  readonly state: string;
}

const secret = 'kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLdFgHjKlZxVqWe';
const publicUrl = 'http://id.test';

describe('signing keys', () => {
  let world: World;

  beforeEach(async () => {
    world = await openWorld({ PUBLIC_URL: publicUrl, JWKS_CACHE_SECONDS: '60' });
  });

  afterEach(() => world.end());

  const keys = async (...args: string[]) => {
    const { service, database } = world;
    const env = { DATABASE_URL: database.url, DATA_DIR: service.dataDir, KEY_ENCRYPTION_KEY: worldKey };
    return runCli(['keys', ...args], env);
  };
  const listed = async () => JSON.parse((await keys('list', '--json')).stdout) as ListedKey[];
  const kidOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
  const published = async (client: Client) => {
    const { body, headers } = await client.get('//.well-known/jwks.json');
    const found = body['keys'] as unknown as { kid: string }[];
    return { kids: found.map(({ kid }) => kid).toSorted(), cache: headers.get('cache-control') };
  };
  /** Asks until the answer is as it must become, within the test's own time. */
  const until = async <T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> => {
    for (;;) {
      const answer = await ask();
      if (isRight(answer)) return answer;
    }
  };

  it('are listed and rotated from the command line, and published before they sign', async () => {
    const { token } = await newcomer(world.client);
    const rotated = await keys('rotate');
    expect(rotated).toMatchObject({ code: 0, stdout: expect.stringMatching(/^next ES256 key \S+; it signs from 20/) });
    expect(await keys('rotate')).toEqual(rotated);
    const all = await listed();
    expect(all.map(({ state }) => state)).toEqual(['current', 'next']);
    const kids = all.map(({ kid }) => kid).toSorted();
    const seen = await until(
      () => published(world.client),
      (answer) => answer.kids.length === 2,
    );
    expect(seen).toEqual({ kids, cache: 'public, max-age=60' });
    expect(kidOf((await newcomer(world.client)).token)).toBe(kidOf(token));
    expect((await keys('retire', kidOf(token))).code).toBe(1);
    expect((await keys('retire', 'x')).stderr).toContain('no such signing key');
    expect((await keys('x')).code).toBe(64);
    expect((await keys('retire')).code).toBe(64);
  });

  it('that are revoked end what they have signed on every instance, and nobody is signed out for good', async () => {
    const other = await world.another();
    const person = await newcomer(world.client);
    expect((await keys('revoke', kidOf(person.token))).code).toBe(0);
    for (const client of [world.client, other.client]) {
      const answer = await until(
        () => client.get('/users/me', { token: person.token }),
        ({ status }) => status !== 200,
      );
      expect([answer.status, codeOf(answer)]).toEqual([401, 'INVALID_TOKEN']);
    }
    const { status, body } = await other.client.post('/auth/refresh', { refreshToken: person.refreshToken });
    expect(status).toBe(200);
    const me = await world.client.get('/users/me', { token: String(body['accessToken']) });
    expect(me.status).toBe(200);
    expect((await published(world.client)).kids).toEqual([kidOf(String(body['accessToken']))]);
  });
});

describe('a change of JWT_ALG', () => {
  it('signs nobody out, from HS256 to ES256 and back', async () => {
    const world = await openWorld({ PUBLIC_URL: publicUrl, JWT_ALG: 'HS256', JWT_SECRET: secret });
    try {
      const person = await newcomer(world.client);
      const changed = await world.another({ JWT_ALG: 'ES256' });
      const both = [world.client, changed.client];
      const works = async (token: string) => {
        for (const client of both) expect((await client.get('/users/me', { token })).status).toBe(200);
      };
      await works(person.token);
      const refreshed = await changed.client.post('/auth/refresh', { refreshToken: person.refreshToken });
      await works(String(refreshed.body['accessToken']));
      await works((await newcomer(changed.client)).token);
      await works((await newcomer(world.client)).token);
    } finally {
      await world.end();
    }
  });
});
