import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../../test/factories/memory-services.js';
import { varyingBits } from '../../../../test/factories/varying-bits.js';

const password = 'Corr3ct-horse!';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };
const saltBits = 128;

describe('the salt of a rotation', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  async function signIn(email: string): Promise<string> {
    await services.registration.register({ email, password, ...profile }, origin);
    return (await services.login.login({ email, password, deviceName: null }, origin)).refreshToken;
  }

  async function saltOf(refreshToken: string): Promise<string> {
    const found = await services.ports.sessions.findWithUser(refreshToken.split('.')[0] ?? '');
    return found?.session.rotationSalt ?? '';
  }

  const rotate = async (refreshToken: string) => (await services.refresh.refresh(refreshToken, origin)).refreshToken;

  /** One salt for each of so many rotations of one session. */
  async function saltsOf(refreshToken: string, rotations: number): Promise<string[]> {
    const salts = [];
    for (let [n, current] = [0, refreshToken]; n < rotations; n += 1) {
      current = await rotate(current);
      salts.push(await saltOf(current));
    }
    return salts;
  }

  it('is drawn for each rotation of each session, in every one of 128 bits or more', async () => {
    const [ada, grace] = [await signIn('ada@example.com'), await signIn('grace@example.com')];
    const salts = [...(await saltsOf(ada, 32)), ...(await saltsOf(grace, 32))];
    expect(new Set(salts).size).toBe(64);
    for (const salt of salts) expect(Buffer.from(salt, 'base64url').length * 8).toBeGreaterThanOrEqual(saltBits);
    expect(varyingBits(salts, saltBits)).toBe(saltBits);
  });

  it('is what the successor rests on: who has the predecessor alone does not have it', async () => {
    const { refreshTokens } = services;
    const token = await signIn('ada@example.com');
    const presented = refreshTokens.recognise(token);
    if (!presented) throw new Error('not recognised');
    const next = await rotate(token);
    const salt = await saltOf(token);
    expect(refreshTokens.succeed(presented, salt).token).toBe(next);
    const others = ['', 'A'.repeat(salt.length), `${salt}A`].map((other) => refreshTokens.succeed(presented, other));
    expect(new Set([next, ...others.map((other) => other.token)]).size).toBe(4);
  });

  it('is none before the first rotation, and stays while the request is repeated', async () => {
    const token = await signIn('ada@example.com');
    expect(await saltOf(token)).toBe('');
    await rotate(token);
    const salt = await saltOf(token);
    await rotate(token);
    expect(await saltOf(token)).toBe(salt);
  });
});
