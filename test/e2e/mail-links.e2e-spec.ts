import { SmtpTestServer } from '../factories/smtp-test-server.js';
import type { Client } from './support/client.js';
import { linkTokens } from './support/mailed.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const next = 'N3w-passw0rd!';
const racers = 20;

describe('a mailed link', () => {
  const server = new SmtpTestServer();
  let world: World;
  let client: Client;
  let root: Person;

  beforeAll(async () => {
    await server.start();
    world = await openWorld({ MAIL_URL: server.url });
    ({ client } = world);
    root = await firstAdmin(client, world.service);
  });

  afterAll(async () => {
    await world.end();
    await server.stop();
  });

  /** Used by twenty at once, each of whom gets one of three answers: it worked, it did not, or the service was too busy. */
  async function usedAtOnce(path: string, body: Record<string, unknown>): Promise<number> {
    const answers = await Promise.all(Array.from({ length: racers }, () => client.post(path, body)));
    const told = answers.map(({ status, body: problem }) => codeOf({ body: problem }) ?? String(status));
    expect(told.filter((one) => !['204', 'INVALID_LINK', 'OVERLOADED'].includes(one))).toEqual([]);
    expect(told).toContain('INVALID_LINK');
    return told.filter((one) => one === '204').length;
  }
  const outcome = async (path: string, body: Record<string, unknown>) => {
    const answer = await client.post(path, body);
    return codeOf(answer) ?? answer.status;
  };

  it('to reset a password works for one of twenty, and the older one not at all', async () => {
    const { email } = await newcomer(client);
    await client.post('/auth/forgot-password', { email });
    const [older] = await linkTokens(server, email, 'reset-password', 1);
    await client.post('/auth/forgot-password', { email });
    const [, token] = await linkTokens(server, email, 'reset-password', 2);
    expect(await outcome('/auth/reset-password', { token: older, newPassword: next })).toBe('INVALID_LINK');
    expect(await usedAtOnce('/auth/reset-password', { token, newPassword: next })).toBe(1);
    expect((await client.post('/auth/login', { email, password: next })).status).toBe(200);
  });

  it('to accept an invitation works for one of twenty, and the older one not at all', async () => {
    const email = freshEmail('invited');
    const { body } = await client.post('/users', { email, invite: 'mail' }, { token: root.token });
    const [older] = await linkTokens(server, email, 'accept-invitation', 1);
    await client.post(`/users/${String(body['id'])}/send-invitation`, { invite: 'mail' }, { token: root.token });
    const [, token] = await linkTokens(server, email, 'accept-invitation', 2);
    expect(await outcome('/auth/accept-invitation', { token: older, newPassword: next })).toBe('INVALID_LINK');
    expect(await usedAtOnce('/auth/accept-invitation', { token, newPassword: next })).toBe(1);
    expect((await client.post('/auth/login', { email, password: next })).status).toBe(200);
  });

  it('to change an address and to undo that works for one of twenty each, and the older one not at all', async () => {
    const { email, token: access } = await newcomer(client);
    const [first, second] = [freshEmail('first'), freshEmail('second')];
    const change = (newEmail: string) =>
      client.post('/users/me/email', { newEmail, currentPassword: password }, { token: access });
    expect((await change(first)).status).toBe(202);
    const [older] = await linkTokens(server, first, 'confirm-email', 1);
    expect((await change(second)).status).toBe(202);
    const [token] = await linkTokens(server, second, 'confirm-email', 1);
    expect(await outcome('/auth/confirm-email-change', { token: older })).toBe('INVALID_LINK');
    expect(await usedAtOnce('/auth/confirm-email-change', { token })).toBe(1);
    expect((await client.post('/auth/login', { email: second, password })).status).toBe(200);
    const [undo] = await linkTokens(server, email, 'undo-email', 1);
    expect(await usedAtOnce('/auth/undo-email-change', { token: undo })).toBe(1);
    expect((await client.post('/auth/login', { email, password })).status).toBe(200);
  });

  it('to verify an address has its effect once, and the older one none', async () => {
    const { email, id, token: access } = await newcomer(client);
    const [older] = await linkTokens(server, email, 'verify-email', 1);
    await client.post('/auth/resend-verification', { email });
    const [, token] = await linkTokens(server, email, 'verify-email', 2);
    expect(await outcome('/auth/verify-email', { token: older })).toBe('INVALID_LINK');
    expect((await client.get('/users/me', { token: access })).body['emailVerified']).toBe(false);
    await Promise.all(Array.from({ length: racers }, () => client.post('/auth/verify-email', { token })));
    expect(await outcome('/auth/verify-email', { token })).toBe('INVALID_LINK');
    expect((await client.get('/users/me', { token: access })).body['emailVerified']).toBe(true);
    const events = await client.get(`/audit?targetId=${id}&type=user.email_verified`, { token: root.token });
    expect(events.body['data']).toHaveLength(1);
  });
});
