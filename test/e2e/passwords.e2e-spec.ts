import { readdirSync, readFileSync } from 'node:fs';
import type { Client, Json } from './support/client.js';
import { codeOf, firstAdmin, freshEmail, newcomer, password } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

/** The processes that this one has started. */
function childrenOf(pid: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((one) => parentOf(one) === pid);
}

function parentOf(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return null;
  }
}

describe('passwords', () => {
  let world: World;
  let client: Client;

  beforeAll(async () => {
    world = await openWorld();
    client = world.client;
  });

  afterAll(() => world.end());

  const messages = ({ body }: { body: Json }) =>
    (body['errors'] as unknown as { message: string }[]).map(({ message }) => message);

  it('follow the policy that is published, and a refusal names every rule that is broken', async () => {
    const { status, body } = await client.get('/auth/password-policy');
    expect([status, body['policy'], body['minLength'], body['maxLength']]).toEqual([200, 'classic', 8, 128]);
    const rules = body['rules'] as unknown as { code: string; message: string }[];
    const codes = ['too_short', 'too_long', 'upper', 'lower', 'digit', 'special', 'common', 'context'];
    expect(rules.map(({ code }) => code)).toEqual(codes);
    const register = (chosen: string) =>
      client.post('/auth/register', { email: 'ada.l@example.com', password: chosen });
    const refused = await register('janus');
    expect([refused.status, codeOf(refused)]).toEqual([400, 'PASSWORD_REFUSED']);
    const told = rules.filter(({ code }) => !['too_long', 'lower', 'common'].includes(code));
    expect(messages(refused)).toEqual(told.map(({ message }) => message));
    for (const guessed of ['P@ssw0rd', '!QAZ2wsx', 'Ada.l-2026', 'JANUS-janu5', 'Password1!']) {
      const isFine = guessed === 'JANUS-janu5';
      expect([guessed, (await register(guessed)).status]).toEqual([guessed, isFine ? 201 : 400]);
    }
    for (const broken of ['"\\ud800Aa1!aaaa"', '"Aa1!aaaa\\u0000"']) {
      const answer = await client.post('/auth/register', `{"email":"${freshEmail()}","password":${broken}}`);
      expect([broken, answer.status]).toEqual([broken, 400]);
    }
  });

  it('chosen later are judged with the address of the account', async () => {
    const admin = await firstAdmin(client, world.service);
    const invited = await client.post('/users', { email: 'grace.h@example.com' }, { token: admin.token });
    const token = String(invited.body['invitation']?.['token']);
    const accept = (newPassword: string) => client.post('/auth/accept-invitation', { token, newPassword });
    const refused = await accept('Grace.H-1906');
    expect([refused.status, codeOf(refused), refused.body['errors']?.['0']?.['pointer']]).toEqual([
      400,
      'PASSWORD_REFUSED',
      '/newPassword',
    ]);
    expect((await accept('Cobol-1959!')).status).toBe(204);
    const person = await newcomer(client, { email: 'barbara.l@example.com' });
    const change = { currentPassword: password, newPassword: 'Barbara.L-1939' };
    expect(codeOf(await client.post('/users/me/password', change, { token: person.token }))).toBe('PASSWORD_REFUSED');
  });

  it('are hashed by a process of their own, whose death is answered 503 and mended', async () => {
    const { email } = await newcomer(client);
    const [child] = childrenOf(world.service.pid);
    const signIn = () => client.post('/auth/login', { email, password });
    const underWay = [signIn(), signIn(), signIn()];
    process.kill(child ?? 0, 'SIGKILL');
    for (const { status, headers } of await Promise.all(underWay)) {
      if (status !== 200) expect([status, headers.get('retry-after')]).toEqual([503, '2']);
    }
    expect((await client.get('/health/ready')).status).toBe(200);
    let { status } = await signIn();
    while (status === 503) ({ status } = await signIn());
    expect(status).toBe(200);
    expect(childrenOf(world.service.pid)).not.toEqual([child]);
  });

  it('under way at a SIGTERM are still hashed, and no process is left behind', async () => {
    const { service, client: other } = await world.another();
    const [child] = childrenOf(service.pid);
    const underWay = Array.from({ length: 8 }, () => other.post('/auth/register', { email: freshEmail(), password }));
    await other.get('/health/live');
    service.signal('SIGTERM');
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual(underWay.map(() => 201));
    expect(await service.exited).toBe(0);
    // The channel closed with the service; the child sees it at once.
    while (parentOf(child ?? 0) !== null) await client.get('/health/live');
  });
});
