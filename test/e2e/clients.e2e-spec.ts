import { codeOf, newcomer } from './support/people.js';
import { basic, clientsCli, credentialHeader, form, newCredential } from './support/credentials.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('service credentials', () => {
  let world: World;

  afterEach(() => world.end());

  const post = (path: string, body: string, headers: Record<string, string>) =>
    world.client.post(`/oauth/${path}`, body, { headers: { 'content-type': form, ...headers } });
  const cli = (...args: string[]) => clientsCli(world, ...args);

  it('are given out and taken back from the command line, at once', async () => {
    world = await openWorld();
    const other = credentialHeader(await newCredential(world));
    const made = await cli('create', '--name', '  Mail ');
    const [, id = '', secret = ''] =
      /^client (\S+) created for Mail\nsecret, shown this once: (\S{43})\n$/.exec(made.stdout) ?? [];
    const mine = credentialHeader({ id, secret });
    expect((await post('introspect', 'token=x', mine)).status).toBe(200);
    const listed = JSON.parse((await cli('list', '--json')).stdout) as { id: string; name: string }[];
    const instant = expect.stringMatching(/^20.+Z$/) as string;
    const mail = { id, name: 'Mail', createdAt: instant, lastUsedAt: instant, revokedAt: null };
    expect(listed.at(-1)).toEqual(mail);
    expect((await cli('list')).stdout).toMatch(new RegExp(`active +${id} +created 20.+ +used 20.+ +Mail\n$`));
    const revoked = await cli('revoke', id);
    expect([revoked.code, revoked.stdout]).toEqual([0, expect.stringContaining(`revoked ${id}\n`)]);
    const refused = await post('introspect', 'token=x', mine);
    expect([refused.status, codeOf(refused)]).toEqual([401, 'INVALID_CLIENT']);
    expect((await post('introspect', 'token=x', other)).status).toBe(200);
    for (const { stdout, stderr } of [await cli('list', '--json'), revoked])
      expect(stdout + stderr).not.toContain(secret);
    expect(await cli('revoke', (await newcomer(world.client)).id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such service'),
    });
    for (const args of [['create', '--name', ' '], ['revoke'], ['list', '--name', 'x']])
      expect([args, (await cli(...args)).code]).toEqual([args, 64]);
  });

  it('are never in the log, but which client asked is', async () => {
    world = await openWorld({ LOG_LEVEL: 'trace' });
    const notes = await newCredential(world);
    const mine = credentialHeader(notes);
    const person = await newcomer(world.client);
    await post('introspect', `token=${person.token}`, mine);
    await post('introspect', `token=${person.token}&token=%`, mine);
    await post('revoke', `token=${person.refreshToken}`, basic(`${notes.id}:${notes.secret}x`));
    await post('revoke', `token=${person.refreshToken}`, mine);
    const log = world.service.output.join('\n');
    const { authorization = '' } = mine;
    for (const secret of [notes.secret, authorization.slice(6), person.token, person.refreshToken])
      expect(log).not.toContain(secret);
    expect(log).toContain(`"clientId":"${notes.id}"`);
  });

  it('have a limit of their own, and count against the address where they are wrong', async () => {
    const limits = { RATE_LIMIT_GUEST: '3/3600', RATE_LIMIT_SERVICE: '4/3600', RATE_LIMIT_REGISTER_IP: '99/3600' };
    world = await openWorld({ RATE_LIMITS: 'on', ...limits });
    const [one, two] = [await newCredential(world), await newCredential(world)];
    const ask = async (headers: Record<string, string>) => {
      const answer = await world.client.post('/oauth/introspect', 'token=x', {
        headers: { 'content-type': form, ...headers },
      });
      return [answer.status, answer.headers.get('ratelimit-policy'), answer.headers.get('ratelimit')?.split(';t')[0]];
    };
    const guest = '"guest";q=3;w=3600';
    const service = '"service";q=4;w=3600';
    expect(await ask(credentialHeader(one))).toEqual([200, service, '"service";r=3']);
    expect(await ask(basic(`${one.id}:x`))).toEqual([401, guest, '"guest";r=2']);
    expect(await ask({})).toEqual([401, guest, '"guest";r=1']);
    expect(await ask(basic('x'))).toEqual([401, guest, '"guest";r=0']);
    expect(await ask(basic(`${one.id}:y`))).toEqual([429, guest, '"guest";r=0']);
    // Who has the right secret is not kept waiting by somebody at the same address who has not.
    for (const left of [2, 1, 0])
      expect(await ask(credentialHeader(one))).toEqual([200, service, `"service";r=${left}`]);
    expect(await ask(credentialHeader(one))).toEqual([429, service, '"service";r=0']);
    expect(await ask(credentialHeader(two))).toEqual([200, service, '"service";r=3']);
    const metadata = await world.client.get('//.well-known/oauth-authorization-server');
    expect([metadata.status, metadata.headers.get('ratelimit')]).toEqual([200, null]);
  });
});
