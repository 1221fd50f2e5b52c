import { HttpConnection, requestText } from '../load/http-connection.js';
import type { Client } from './support/client.js';
import { codeOf, newcomer, signIn } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('refreshing', () => {
  let world: World;
  let client: Client;

  beforeAll(async () => {
    world = await openWorld({ REFRESH_GRACE_SECONDS: '300' });
    client = world.client;
  });

  afterAll(() => world.end());

  const refresh = async (refreshToken: string) => {
    const answer = await client.post('/auth/refresh', { refreshToken });
    expect([answer.status, codeOf(answer)]).toEqual([200, undefined]);
    return { refreshToken: String(answer.body['refreshToken']), token: String(answer.body['accessToken']) };
  };
  const meStatus = async (token: string) => (await client.get('/users/me', { token })).status;
  const connect = () => {
    const { hostname, port } = new URL(world.service.url);
    return new HttpConnection(hostname, Number(port));
  };
  const message = (refreshToken: string) =>
    requestText('POST', '/api/v1/auth/refresh', null, JSON.stringify({ refreshToken }));

  it('in two tabs at once gives both the same session to go on with', async () => {
    const person = await newcomer(client);
    let held = person.refreshToken;
    for (let round = 0; round < 5; round += 1) {
      const tabs = await Promise.all([refresh(held), refresh(held)]);
      expect(tabs[0].refreshToken).toBe(tabs[1].refreshToken);
      for (const { token } of tabs) expect(await meStatus(token)).toBe(200);
      // The tab that slept wakes up with what it had, and goes on with the others.
      expect((await refresh(held)).refreshToken).toBe(tabs[0].refreshToken);
      held = tabs[0].refreshToken;
    }
  });

  it('goes on after an answer that never came, whether or not the service had begun', async () => {
    const { email } = await newcomer(client);
    for (let round = 0; round < 16; round += 1) {
      // A session of its own: the lost request may be as late as it likes.
      const held = (await signIn(client, email)).refreshToken;
      const lost = connect();
      const gone = lost.send(message(held)).catch(() => null);
      // Hung up at once, or after so many turns of the event loop: the request has arrived or not, the answer has not.
      for (let turn = 0; turn < round; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      lost.close();
      const next = await refresh(held);
      expect(await meStatus(next.token)).toBe(200);
      expect((await refresh(held)).refreshToken).toBe(next.refreshToken);
      await gone;
    }
  });

  it('does not go on for who comes with a token of two rotations ago, nor for anybody else then', async () => {
    const { refreshToken } = await newcomer(client);
    const second = await refresh(refreshToken);
    const third = await refresh(second.refreshToken);
    const thieves = await Promise.all(Array.from({ length: 16 }, () => client.post('/auth/refresh', { refreshToken })));
    for (const answer of thieves) expect([answer.status, answer.body['endReason']]).toEqual([401, 'refresh_reuse']);
    for (const held of [second, third]) {
      const answer = await client.post('/auth/refresh', { refreshToken: held.refreshToken });
      expect([answer.status, codeOf(answer), answer.body['endReason']]).toEqual([
        401,
        'SESSION_ENDED',
        'refresh_reuse',
      ]);
      expect(await meStatus(held.token)).toBe(401);
    }
  });
});
