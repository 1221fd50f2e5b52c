import type { KeyObject } from 'node:crypto';
import { createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { newId } from '@janus/kernel';
// oxlint-disable-next-line no-restricted-imports -- signs what the service never would
import jsonwebtoken from 'jsonwebtoken';
import { TestClock } from '../../../../test/factories/test-clock.js';
import { TokenVerifier, readSigned, readTokenClaims, readTokenHeader } from './token-verifier.js';
import type { TokenAlg, VerificationKey } from './verification-keys.js';
import { tokenAlgs } from './verification-keys.js';

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

// RFC 7515 appendices A.1 to A.3: one payload, signed by three algorithms.
const rfcPayload = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const rfcSymmetric = createSecretKey(
  Buffer.from('AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow', 'base64url'),
);
const rfcEc = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  },
});
const rfcRsa = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'RSA',
    n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
    e: 'AQAB',
  },
});
const vectors: [TokenAlg, KeyObject, string, string][] = [
  ['HS256', rfcSymmetric, 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9', 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
  [
    'ES256',
    rfcEc,
    'eyJhbGciOiJFUzI1NiJ9',
    'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  ],
  [
    'RS256',
    rfcRsa,
    'eyJhbGciOiJSUzI1NiJ9',
    'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw',
  ],
];

describe('readSigned', () => {
  it.each(vectors)('agrees with the vector of RFC 7515 for %s', (alg, key, head, signature) => {
    const signed = `${head}.${rfcPayload}.${signature}`;
    expect(readSigned(signed, { alg, key })).toEqual({
      iss: 'joe',
      exp: 1300819380,
      'http://example.com/is_root': true,
    });
    const altered = `${head}.${encode({ iss: 'joe' })}.${signature}`;
    expect(readSigned(altered, { alg, key })).toBeNull();
    expect(readSigned(`${head}.${rfcPayload}.${encode({})}`, { alg, key })).toBeNull();
    for (const other of tokenAlgs.filter((one) => one !== alg)) {
      expect([other, readSigned(signed, { alg: other, key })]).toEqual([other, null]);
    }
  });

  it('takes no signature for none (RFC 7519 section 6.1), whatever the key', () => {
    const unsecured = `eyJhbGciOiJub25lIn0.${rfcPayload}.`;
    for (const [alg, key] of vectors) expect(readSigned(unsecured, { alg, key })).toBeNull();
  });
});

describe('TokenVerifier', () => {
  const clock = new TestClock();
  const rules = { issuer: () => 'http://id.test', audience: 'janus', maxTtlSeconds: 3600 };
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ring = new Map<string, VerificationKey>([['k', { kid: 'k', alg: 'ES256', key: pair.publicKey }]]);
  const verifier = new TokenVerifier({ find: async (kid) => ring.get(kid) ?? null }, clock, rules);
  const iat = Math.floor(clock.now().getTime() / 1000);
  const [sub, sid, jti] = [newId(clock.now()), newId(clock.now()), newId(clock.now())];
  const good = { iss: 'http://id.test', aud: 'janus', sub, sid, jti, type: 'access', iat, exp: iat + 3600 };

  const signed = (claims: object, head: object = {}, key: KeyObject = pair.privateKey, algorithm = 'ES256') =>
    jsonwebtoken.sign(claims, key, {
      algorithm: algorithm as 'ES256',
      header: { alg: algorithm, typ: 'at+jwt', kid: 'k', ...head },
    });

  it('reads the claims of a token of ours', async () => {
    expect(await verifier.verify(signed(good))).toEqual(good);
  });

  it('is not led astray by who signs with what is public', async () => {
    const spki = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const forged = signed(good, { alg: 'HS256' }, createSecretKey(Buffer.from(spki)), 'HS256');
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    const attempts = [
      forged,
      signed(good, {}, stranger.privateKey),
      signed(good, { jwk }, stranger.privateKey),
      signed(good, { jku: 'http://127.0.0.1:9/keys' }, stranger.privateKey),
      signed(good, { kid: '../../dev/null' }),
      signed(good, { kid: "k' OR '1'='1" }),
      signed(good, { crit: ['exp'] }),
      signed(good, { typ: 'JWT' }),
      signed({ ...good, type: 'refresh' }),
      signed({ ...good, sid: undefined }),
      signed({ ...good, exp: iat + 3601 }),
    ];
    for (const attempt of attempts) expect([attempt, await verifier.verify(attempt)]).toEqual([attempt, null]);
  });

  it('forgets what it has verified once the key has left the ring', async () => {
    const token = signed(good);
    expect([await verifier.verify(token), await verifier.verify(token)]).toEqual([good, good]);
    ring.delete('k');
    expect(await verifier.verify(token)).toBeNull();
    ring.set('k', { kid: 'k', alg: 'ES256', key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey });
    expect(await verifier.verify(token)).toBeNull();
  });
});
