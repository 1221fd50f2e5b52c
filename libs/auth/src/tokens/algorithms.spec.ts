import type { JsonWebKey, KeyObject } from 'node:crypto';
import { constants, createHmac, createPublicKey, verify } from 'node:crypto';
import type { TokenAlg } from '@janus/access';
import { tokenAlgs } from '@janus/access';
import { digestOf } from '@janus/kernel';
import { authOptions, memoryServices, origin } from '../../../../test/factories/memory-services.js';

const secret = `${'a'.repeat(10)}kJ8sQ2vX5zB1nM4cR7tY0wE3uI6oP9aLd`;
const email = 'ada@example.com';
const password = 'Corr3ct-horse!';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };

/** A token as the service issues it at a sign-in, under one algorithm, with all that verifies it. */
async function issuedWith(alg: TokenAlg) {
  const tokens = { ...authOptions.tokens, alg, secret: alg === 'HS256' ? secret : null };
  const services = await memoryServices({ tokens });
  await services.registration.register({ email, password, ...profile }, origin);
  const { accessToken, user } = await services.login.login({ email, password, deviceName: null }, origin);
  return { token: accessToken, user, verifier: services.verifier, keys: services.keys };
}

const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
const partsOf = (token: string) => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return { header: decoded(header), signed: Buffer.from(`${header}.${payload}`), signature };
};

/** RFC 7518 sections 3.3 to 3.5, said once more and by another library than the service uses. */
const signatureRules = {
  ES256: (key: KeyObject) => ({ key, dsaEncoding: 'ieee-p1363' as const }),
  RS256: (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_PADDING }),
  PS256: (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
};

describe('access tokens', () => {
  it.each(tokenAlgs)('are issued with %s and verified: the header names algorithm and key', async (alg) => {
    const { token, user, verifier, keys } = await issuedWith(alg);
    const { header } = partsOf(token);
    expect(header).toEqual({ alg, kid: keys.current().kid, typ: 'at+jwt' });
    expect(await keys.find(String(header['kid']))).toMatchObject({ alg });
    expect(await verifier.verify(token)).toMatchObject({ iss: 'http://id.test', aud: 'janus', sub: user.id });
  });

  it.each(tokenAlgs)('with %s are none once a bit of the signature is another', async (alg) => {
    const { token, verifier } = await issuedWith(alg);
    const { signature } = partsOf(token);
    const bytes = Buffer.from(signature, 'base64url');
    bytes.writeUInt8(bytes.readUInt8(7) ^ 1, 7);
    const forged = `${token.slice(0, -signature.length)}${bytes.toString('base64url')}`;
    expect([await verifier.verify(forged), await verifier.verify(token)]).toEqual([null, expect.anything()]);
  });

  it.each(['ES256', 'RS256', 'PS256'] as const)('with %s hold for who has only the published key', async (alg) => {
    const { token, keys } = await issuedWith(alg);
    const { header, signed, signature } = partsOf(token);
    const [jwk, ...more] = keys.jwks().keys as JsonWebKey[];
    expect([more, jwk]).toEqual([[], expect.objectContaining({ alg, kid: header['kid'], use: 'sig' })]);
    const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
    expect(verify('sha256', signed, signatureRules[alg](key), Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('with HS256 name the shared secret by a digest, and it is published nowhere', async () => {
    const { token, keys } = await issuedWith('HS256');
    const { header, signed, signature } = partsOf(token);
    expect(header['kid']).toBe(`hs256-${digestOf(secret).slice(0, 16)}`);
    expect(createHmac('sha256', secret).update(signed).digest('base64url')).toBe(signature);
    expect(keys.jwks()).toEqual({ keys: [] });
  });

  it.each(tokenAlgs)('with %s are none for a service that has other keys', async (alg) => {
    const [{ token }, others] = [await issuedWith(alg), await issuedWith(alg === 'ES256' ? 'HS256' : 'ES256')];
    expect(await others.verifier.verify(token)).toBeNull();
  });
});
