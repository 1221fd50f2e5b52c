import { SmtpTestServer } from '../factories/smtp-test-server.js';
import type { Answer, Client } from './support/client.js';
import { linkTokens, publicUrl } from './support/mailed.js';
import { codeOf, freshEmail } from './support/people.js';
import { runCli } from './support/service.js';
import type { World } from './support/world.js';
import { openWorld, worldKey } from './support/world.js';

// Each fits one policy alone.
const [classic, nist, another] = ['Corr3ct-horse!', 'correct horse staple', 'battery horse staple'];
const settings = { PASSWORD_POLICY: 'nist', KEY_ENCRYPTION_KEY: worldKey };

describe('PASSWORD_POLICY=nist', () => {
  const server = new SmtpTestServer();
  let world: World;
  let client: Client;
  const email = freshEmail('root');

  beforeAll(async () => {
    await server.start();
    world = await openWorld({ ...settings, MAIL_URL: server.url, PUBLIC_URL: publicUrl });
    ({ client } = world);
  });

  afterAll(async () => {
    await world.end();
    await server.stop();
  });

  const told = (answer: Answer) => [answer.status, codeOf(answer)];
  const refused = [400, 'PASSWORD_REFUSED'];
  const signIn = async (address: string, password: string) =>
    String((await client.post('/auth/login', { email: address, password })).body['accessToken']);
  const create = (password: string) =>
    runCli(
      ['admin', 'create', '--email', email, '--password-stdin'],
      { ...settings, DATABASE_URL: world.database.url, DATA_DIR: world.service.dataDir },
      `${password}\n`,
    );

  it('is published', async () => {
    const { body } = await client.get('/auth/password-policy');
    const rules = body['rules'] as unknown as { code: string }[];
    expect([body['policy'], body['minLength'], body['maxLength']]).toEqual(['nist', 15, 128]);
    expect(rules.map(({ code }) => code)).toEqual(['too_short', 'too_long', 'common', 'context']);
  });

  it('holds wherever a password is chosen', async () => {
    expect(await create(classic)).toMatchObject({ code: 1, stderr: expect.stringContaining('15 characters') });
    expect((await create(nist)).code).toBe(0);
    const token = await signIn(email, nist);
    const register = (password: string) => client.post('/auth/register', { email: freshEmail(), password });
    expect([told(await register(classic)), (await register(nist)).status]).toEqual([refused, 201]);
    const invited = await client.post('/users', { email: freshEmail(), invite: 'link' }, { token });
    const invitation = String(invited.body['invitation']?.['token']);
    const accept = (newPassword: string) => client.post('/auth/accept-invitation', { token: invitation, newPassword });
    expect([told(await accept(classic)), (await accept(nist)).status]).toEqual([refused, 204]);
    const change = (newPassword: string) =>
      client.post('/users/me/password', { currentPassword: nist, newPassword }, { token });
    expect([told(await change(classic)), (await change(another)).status]).toEqual([refused, 204]);
    await client.post('/auth/forgot-password', { email });
    const [link = ''] = await linkTokens(server, email, 'reset-password', 1);
    const reset = (newPassword: string) => client.post('/auth/reset-password', { token: link, newPassword });
    expect([told(await reset(classic)), (await reset(nist)).status]).toEqual([refused, 204]);
    expect(await signIn(email, nist)).not.toBe('undefined');
  });
});
