import Libsql from 'libsql';
import type { Client } from './support/client.js';
import { codeOf, freshEmail, password } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('DATABASE_TIMEOUT_MS', () => {
  let world: World;
  let patient: Client;
  let hasty: Client;

  beforeAll(async () => {
    world = await openWorld({ PUBLIC_URL: 'http://id.test', DATABASE_TIMEOUT_MS: '5000' });
    patient = world.client;
    ({ client: hasty } = await world.another({ DATABASE_TIMEOUT_MS: '300' }));
  });

  afterAll(() => world.end());

  const register = (client: Client) => client.post('/auth/register', { email: freshEmail(), password });

  it('says after which wait a request is put off, while reading goes on', async () => {
    const other = new Libsql(world.database.url.replace('sqlite:', '')) as unknown as {
      exec(sql: string): void;
      close(): void;
    };
    other.exec('BEGIN IMMEDIATE');
    const waiting = register(patient);
    // For a second longer than the default.
    for (const until = performance.now() + 2_500; performance.now() < until;) {
      const answer = await register(hasty);
      expect([answer.status, codeOf(answer), answer.headers.get('retry-after')]).toEqual([
        503,
        'DATABASE_UNAVAILABLE',
        expect.stringMatching(/^\d+$/),
      ]);
    }
    expect((await hasty.get('/health/ready')).status).toBe(200);
    other.exec('ROLLBACK');
    other.close();
    expect((await waiting).status).toBe(201);
    expect((await register(hasty)).status).toBe(201);
  });
});
