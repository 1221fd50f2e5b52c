import type { User } from '@janus/access';
import { mailedToken } from '../../../../test/factories/mailed-token.js';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, order, origin } from '../../../../test/factories/memory-services.js';

const [password, next] = ['Corr3ct-horse!', 'N3w-passw0rd!'];
const email = 'ada@example.com';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };

/** A moderator who is signed in with her phone, and somebody above her. */
interface Scene {
  readonly services: MemoryServices;
  readonly root: User;
  readonly ada: User;
  readonly refreshToken: string;
}

const sessionIdOf = ({ refreshToken }: Scene) => refreshToken.split('.')[0] ?? '';
const callerOf = (scene: Scene) => ({ sessionId: sessionIdOf(scene), user: scene.ada });
const logout = (everywhere: boolean) => (scene: Scene) =>
  scene.services.logout.logout({ refreshToken: scene.refreshToken, bearer: null, everywhere }, origin);

describe('the notices of a sign-in', () => {
  let scene: Scene;

  const signIn = (secret = password, address = email, deviceName = 'phone') =>
    scene.services.login.login({ email: address, password: secret, deviceName }, origin);

  beforeEach(async () => {
    const services = await memoryServices();
    const root = await services.setup.create({ email: 'root@example.com', password, displayName: null }, origin);
    await services.registration.register({ email, password, ...profile }, origin);
    const { refreshToken, user } = await services.login.login({ email, password, deviceName: 'phone' }, origin);
    // A promotion ends no session.
    const ada = await services.states.changeRole(root, 'moderator', order(user.id));
    scene = { services, root, ada, refreshToken };
    services.clock.goOn(1_000);
  });

  it.each<[string, (of: Scene) => Promise<unknown>, string]>([
    ['role_changed', ({ services, root, ada }) => services.states.changeRole(root, 'user', order(ada.id)), password],
    [
      'suspended',
      async ({ services, root, ada }) => {
        await services.states.setActive(root, false, order(ada.id));
        await services.states.setActive(root, true, order(ada.id));
      },
      password,
    ],
    [
      'revoked_by_admin',
      (of) => of.services.revocations.revoke({ ...callerOf(of), user: of.root }, of.ada.id, sessionIdOf(of), origin),
      password,
    ],
    [
      'password_reset',
      async ({ services }) => {
        await services.resetLinks.forgot(email, origin);
        await services.resets.reset(await mailedToken(services, email, 'reset-password'), next, origin);
      },
      next,
    ],
  ])('tell once what others have done: %s', async (reason, act, secret) => {
    await act(scene);
    const at = scene.services.clock.now();
    scene.services.clock.goOn(1_000);
    expect((await signIn(secret)).notices).toEqual([{ reason, at, device: 'phone' }]);
    scene.services.clock.goOn(1_000);
    expect((await signIn(secret)).notices).toEqual([]);
  });

  it.each<[string, (of: Scene) => Promise<unknown>, string]>([
    ['logout', logout(false), password],
    ['logout_everywhere', logout(true), password],
    [
      'revoked_by_owner',
      (of) => of.services.revocations.revoke(callerOf(of), of.ada.id, sessionIdOf(of), origin),
      password,
    ],
    [
      'password_changed',
      async (of) => {
        const { user } = await signIn(password, email, 'laptop');
        await of.services.passwords.change({ ...callerOf(of), user }, password, next, origin);
      },
      next,
    ],
  ])('tell nobody of their own doing: %s', async (_reason, act, secret) => {
    await act(scene);
    scene.services.clock.goOn(1_000);
    expect((await signIn(secret)).notices).toEqual([]);
  });

  it('are for the one whose session it was', async () => {
    const { services, root, ada } = scene;
    await services.registration.register({ email: 'bob@example.com', password, ...profile }, origin);
    await services.states.changeRole(root, 'user', order(ada.id));
    expect((await signIn(password, 'bob@example.com')).notices).toEqual([]);
    expect((await signIn(password, 'root@example.com')).notices).toEqual([]);
  });
});
