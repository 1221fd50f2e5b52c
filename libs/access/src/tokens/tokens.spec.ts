import { newId } from '@janus/kernel';
import { readTokenClaims } from './token-claims.js';
import { readTokenHeader } from './token-header.js';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = { alg: 'ES256', kid: 'k', typ: 'at+jwt' };
const token = (head: unknown) => `${encode(head)}.${encode({})}.c2ln`;

describe('readTokenHeader', () => {
  it('reads the header of an access token', () => {
    expect(readTokenHeader(token(header))).toEqual({ alg: 'ES256', kid: 'k' });
  });

  it.each([
    ['a key by address', { ...header, jku: 'https://evil.example' }],
    ['a key inside', { ...header, jwk: {} }],
    ['a certificate', { ...header, x5c: [] }],
    ['a certificate by address', { ...header, x5u: 'https://evil.example' }],
    ['an extension', { ...header, crit: ['exp'] }],
    ['another type', { ...header, typ: 'JWT' }],
    ['no type', { alg: 'ES256', kid: 'k' }],
    ['no key', { alg: 'ES256', typ: 'at+jwt' }],
    ['an algorithm that is no text', { ...header, alg: ['ES256'] }],
    ['a list', [header]],
    ['null', null],
  ])('refuses %s', (_what, head) => {
    expect(readTokenHeader(token(head))).toBeNull();
  });

  it('refuses every spelling but the one that the encoder writes', () => {
    const good = token(header);
    const [head = '', payload = ''] = good.split('.');
    const spellings = [
      `${good}=`,
      `${good}.`,
      `.${good}`,
      `${head}.${payload}.`,
      `${head}.${payload}`,
      `${head}.${payload}.c2k1c`,
      `${head}.${payload}.c2l+`,
      ` ${good}`,
      `${good}\n`,
      `${good}${'x'.repeat(5_000)}`,
    ];
    for (const bad of spellings) expect([bad, readTokenHeader(bad)]).toEqual([bad, null]);
  });
});

describe('readTokenClaims', () => {
  const now = new Date(1_800_000_000_000);
  const rules = { issuer: 'http://id.test', audience: 'janus', maxTtlSeconds: 3600 };
  const good = {
    iss: rules.issuer,
    aud: 'janus',
    sub: newId(now),
    sid: newId(now),
    jti: newId(now),
    type: 'access',
    iat: 1_800_000_000,
    exp: 1_800_003_600,
  };

  it('accepts what says all of it', () => {
    expect(readTokenClaims(good, rules, now)).toEqual(good);
    expect(readTokenClaims({ ...good, role: 'x' }, rules, now)).not.toBeNull();
  });

  it.each(Object.keys(good))('needs %s', (name) => {
    expect(readTokenClaims({ ...good, [name]: undefined }, rules, now)).toBeNull();
    expect(readTokenClaims({ ...good, [name]: [good.iss] }, rules, now)).toBeNull();
    expect(readTokenClaims({ ...good, [name]: String(Math.random()) }, rules, now)).toBeNull();
  });

  it.each([
    ['over', { iat: 1_799_996_400, exp: 1_800_000_000 }],
    ['longer than we issue', { exp: 1_800_003_601 }],
    ['from the future', { iat: 1_800_000_031, exp: 1_800_000_100 }],
    ['backwards', { iat: 1_800_000_010, exp: 1_800_000_005 }],
    ['not whole', { exp: 1_800_003_599.5 }],
    ['for several', { aud: ['janus'] }],
    ['for others', { aud: 'janus2' }],
    ['by others', { iss: 'http://id.test/' }],
    ['a refresh token', { type: 'refresh' }],
  ])('refuses a token that is %s', (_what, claims) => {
    expect(readTokenClaims({ ...good, ...claims }, rules, now)).toBeNull();
  });

  it('bears clocks that differ by thirty seconds', () => {
    expect(readTokenClaims({ ...good, iat: 1_800_000_030 }, rules, now)).not.toBeNull();
    expect(readTokenClaims({ ...good, iat: 1_799_996_401, exp: 1_800_000_001 }, rules, now)).not.toBeNull();
  });
});
