import { newId } from '@janus/kernel';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { toMetadataResponse } from '../http/metadata.response.js';
import { toIntrospectionResponse } from '../http/introspection.response.js';
import type { TokenGrant } from '../sessions/token-grant.js';

const issuer = 'http://id.test';
const password = 'Corr3ct-horse!';
const email = 'ada@example.com';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };

describe('introspection and revocation', () => {
  let services: MemoryServices;
  let grant: TokenGrant;

  beforeEach(async () => {
    services = await memoryServices();
    await services.registration.register({ email, password, ...profile }, origin);
    grant = await signIn();
  });

  const signIn = () => services.login.login({ email, password, deviceName: null }, origin);
  const ask = async (token: string) => toIntrospectionResponse(await services.introspection.introspect(token), issuer);
  const areActive = async (...tokens: string[]) => {
    const answers = [];
    for (const token of tokens) answers.push(await ask(token));
    for (const answer of answers) if (!answer.active) expect(answer).toEqual({ active: false });
    return answers.map(({ active }) => active);
  };
  const seconds = () => Math.floor(services.clock.now().getTime() / 1000);

  it('says of an access token what it says itself, and of its user what the database says', async () => {
    const { id } = grant.user;
    const [sid = ''] = grant.refreshToken.split('.');
    const iat = seconds();
    await services.ports.users.changeRole(id, 1, 'moderator', false, services.clock.now());
    services.clock.goOn(5_000);
    expect(await ask(grant.accessToken)).toEqual({
      active: true,
      token_type: 'Bearer',
      sub: id,
      sid,
      jti: expect.any(String) as string,
      iat,
      exp: iat + 3600,
      iss: issuer,
      aud: 'janus',
      username: email,
      role: 'moderator',
    });
  });

  it('says of a current refresh token whose it is, and uses nothing up', async () => {
    const [sid = ''] = grant.refreshToken.split('.');
    const answer = { active: true, token_type: 'refresh_token', sub: grant.user.id, sid, iss: issuer };
    const first = { ...answer, iat: seconds(), exp: seconds() + 1_000 };
    expect([await ask(grant.refreshToken), await ask(grant.refreshToken)]).toEqual([first, first]);
    services.clock.goOn(7_000);
    const next = await services.refresh.refresh(grant.refreshToken, origin);
    expect(await ask(next.refreshToken)).toEqual({ ...answer, iat: seconds(), exp: seconds() + 1_000 });
  });

  it('takes a used refresh token for inactive, and ends no session for it', async () => {
    const next = await services.refresh.refresh(grant.refreshToken, origin);
    expect(await areActive(grant.refreshToken)).toEqual([false]);
    services.clock.goOn(60_000);
    expect(await areActive(grant.refreshToken, next.refreshToken, next.accessToken)).toEqual([false, true, true]);
    expect((await services.refresh.refresh(next.refreshToken, origin)).refreshToken).toBeDefined();
  });

  it('takes what is over, altered or foreign for inactive', async () => {
    const [head = '', body = '', signature = ''] = grant.accessToken.split('.');
    const [sid = '', secret = ''] = grant.refreshToken.split('.');
    const other = await memoryServices({ keyEncryptionKeys: [Buffer.alloc(32, 9)] });
    await other.registration.register({ email, password, ...profile }, origin);
    const foreign = await other.login.login({ email, password, deviceName: null }, origin);
    const wrong = [
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      `${head}.${body}.`,
      `${sid}.${'A'.repeat(64)}`,
      `${newId(services.clock.now())}.${secret}`,
      sid,
      'x',
      'x'.repeat(5_000),
      foreign.accessToken,
      foreign.refreshToken,
    ];
    expect(await areActive(...wrong)).toEqual(wrong.map(() => false));
    services.clock.goOn(1_000_000 - 1);
    expect(await areActive(grant.accessToken, grant.refreshToken)).toEqual([true, true]);
    services.clock.goOn(1);
    expect(await areActive(grant.accessToken, grant.refreshToken)).toEqual([false, false]);
  });

  it('looks at the user, so that a suspension counts at once', async () => {
    await services.ports.users.setActive(grant.user.id, 1, false, services.clock.now());
    expect(await areActive(grant.accessToken, grant.refreshToken)).toEqual([false, false]);
  });

  it.each(['accessToken', 'refreshToken'] as const)('ends the session of an %s, and no other', async (kind) => {
    const other = await signIn();
    await services.tokenRevocation.revoke(grant[kind], origin);
    expect(await areActive(grant.accessToken, grant.refreshToken)).toEqual([false, false]);
    expect(await areActive(other.accessToken, other.refreshToken)).toEqual([true, true]);
    const [sid = ''] = grant.refreshToken.split('.');
    const ended = await services.ports.sessions.findWithUser(sid);
    expect(ended?.session.endReason).toBe('logout');
    services.clock.goOn(1_000);
    await services.tokenRevocation.revoke(grant[kind], origin);
    expect(await services.ports.sessions.findWithUser(sid)).toEqual(ended);
  });

  it('ends nothing for a token that is made up', async () => {
    const [sid = ''] = grant.refreshToken.split('.');
    for (const token of ['x', sid, `${sid}.${'A'.repeat(64)}`, `${grant.accessToken}A`])
      await services.tokenRevocation.revoke(token, origin);
    expect(await areActive(grant.accessToken, grant.refreshToken)).toEqual([true, true]);
  });

  it('is told where it is, below a public URL with a path, too', () => {
    expect(toMetadataResponse('https://id.example.com/login', 'https://id.example.com')).toEqual({
      issuer: 'https://id.example.com',
      jwks_uri: 'https://id.example.com/login/.well-known/jwks.json',
      introspection_endpoint: 'https://id.example.com/login/api/v1/oauth/introspect',
      introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
      revocation_endpoint: 'https://id.example.com/login/api/v1/oauth/revoke',
      revocation_endpoint_auth_methods_supported: ['client_secret_basic'],
      response_types_supported: [],
      grant_types_supported: [],
      service_documentation: 'https://id.example.com/login/docs',
    });
  });
});
