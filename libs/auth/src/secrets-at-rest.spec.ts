import { openEngine } from '@janus/database';
import { digestOf, newId } from '@janus/kernel';
import { mailedToken } from '../../../test/factories/mailed-token.js';
import type { MemoryServices } from '../../../test/factories/memory-services.js';
import { memoryServices, origin } from '../../../test/factories/memory-services.js';
import { RecordingPorts } from '../../../test/factories/recording-ports.js';
import { varyingBits } from '../../../test/factories/varying-bits.js';
import { linkPurposes } from './links/links.repository.js';

const password = 'Corr3ct-horse!';
const [email, second] = ['ada@example.com', 'ada@example.org'];
const profile = { displayName: null, firstName: null, lastName: null, locale: null };
const bits = 256;
const draws = 64;

async function register({ registration, ports }: MemoryServices) {
  await registration.register({ email, password, ...profile }, origin);
  const found = await ports.credentials.findByEmail(email);
  if (!found) throw new Error('no user');
  return found.user;
}

async function requestChange(services: MemoryServices): Promise<string> {
  await services.emailChanges.request(await register(services), second, password, origin);
  return mailedToken(services, second, 'confirm-email');
}

async function invited(services: MemoryServices, invite: 'mail' | 'link') {
  const root = await services.setup.create({ email: 'root@example.com', password, displayName: null }, origin);
  return { root, ...(await services.creation.create(root, { email, role: 'user', invite, ...profile }, origin)) };
}

async function signedIn(services: MemoryServices): Promise<string> {
  await register(services);
  return (await services.login.login({ email, password, deviceName: null }, origin)).refreshToken;
}

/** Of `<session id>.<secret>`; the session id is no secret. */
const secretOf = (refreshToken: string) => refreshToken.split('.')[1] ?? '';

const handedOut: readonly [name: string, handOut: (services: MemoryServices) => Promise<string>][] = [
  [
    'a link that verifies an address',
    async (services) => {
      await register(services);
      return mailedToken(services, email, 'verify-email');
    },
  ],
  [
    'a link that resets a password',
    async (services) => {
      await register(services);
      await services.resetLinks.forgot(email, origin);
      return mailedToken(services, email, 'reset-password');
    },
  ],
  ['a link that confirms a change of address', requestChange],
  [
    'a link that undoes a change of address',
    async (services) => {
      await services.emailChanges.confirm(await requestChange(services), origin);
      return mailedToken(services, email, 'email-changed');
    },
  ],
  [
    'an invitation that is mailed',
    async (services) => {
      await invited(services, 'mail');
      return mailedToken(services, email, 'accept-invitation');
    },
  ],
  ['an invitation that is handed over', async (s) => (await invited(s, 'link')).invitation?.token ?? ''],
  ['the setup token', async ({ setup }) => (await setup.openToken()) ?? ''],
  ['a refresh token', async (services) => secretOf(await signedIn(services))],
  [
    'the successor of a refresh token',
    async (services) => {
      const refreshToken = await signedIn(services);
      return secretOf((await services.refresh.refresh(refreshToken, origin)).refreshToken);
    },
  ],
];

describe('secrets that are handed out', () => {
  it.each(handedOut)('%s: 256 bits at least, of which only the digest reaches a database', async (_name, handOut) => {
    const { adapters } = await openEngine({ url: 'memory:', poolSize: 1, timeoutMs: 1_000 });
    const ports = new RecordingPorts(adapters);
    const token = await handOut(await memoryServices({}, ports.adapters));
    expect(token).toMatch(/^[A-Za-z0-9_-]{43,}$/);
    expect(ports.text).toContain(JSON.stringify(digestOf(token)));
    expect(ports.text).not.toContain(token);
  });

  const drawn = async (draw: () => Promise<string>) => {
    const tokens = [];
    for (let n = 0; n < draws; n += 1) tokens.push(await draw());
    return tokens;
  };

  it.each(linkPurposes)('are random in each of 256 bits: links that %s', async (purpose) => {
    const services = await memoryServices();
    const user = await register(services);
    const tokens = await drawn(async () => (await services.links.issue(user, purpose, email)).token);
    expect(varyingBits(tokens, bits)).toBe(bits);
  });

  it('are random in each of 256 bits: invitations', async () => {
    const services = await memoryServices();
    const { root, user } = await invited(services, 'link');
    const invite = () => services.reinvitations.invite(root, user.id, 'link', origin);
    const tokens = await drawn(async () => (await invite()).invitation?.token ?? '');
    expect(varyingBits(tokens, bits)).toBe(bits);
  });

  it('are random in each of 256 bits: setup tokens', async () => {
    const { setup } = await memoryServices();
    expect(varyingBits(await drawn(async () => (await setup.openToken()) ?? ''), bits)).toBe(bits);
  });

  it('are random in each of 256 bits: refresh tokens, of one session too', async () => {
    const { refreshTokens, clock } = await memoryServices();
    const id = newId(clock.now());
    const tokens = await drawn(async () => secretOf(refreshTokens.issue(id).token));
    expect(varyingBits(tokens, bits)).toBe(bits);
  });
});
