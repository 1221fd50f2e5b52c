import 'reflect-metadata';
import type { Role, User } from '@janus/access';
import { CallerGuard, OptionalAuth, Roles } from '@janus/access';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, order, origin } from '../../../../test/factories/memory-services.js';
import { codeOf, outcome } from '../../../../test/factories/outcome.js';
import { aUser } from '../../../../test/factories/records.js';

const password = 'Corr3ct-horse!';
const profile = { displayName: null, firstName: null, lastName: null, locale: null };

class Routes {
  @OptionalAuth()
  optional(): void {}

  @Roles('guest')
  lowest(): void {}
}

describe('a broken row', () => {
  let services: MemoryServices;

  beforeEach(async () => {
    services = await memoryServices();
  });

  const attempt = (email: string) => services.login.login({ email, password, deviceName: null }, origin);
  const signIn = (email: string) => outcome(attempt(email));

  async function signedUp(email: string) {
    await services.registration.register({ email, password, ...profile }, origin);
    return attempt(email);
  }

  /** What no port's types allow, and a hand in the database does. */
  const breakRole = ({ id, version }: User, role: string) =>
    services.ports.users.changeRole(id, version, role as Role, false, services.clock.now());

  /** Whom the guard takes for the caller, or why it refuses. */
  async function callerBy(token: string, handler: keyof Routes = 'optional'): Promise<string> {
    const { verifier, ports, clock } = services;
    const guard = new CallerGuard(new Reflector(), verifier, ports.callerReader, clock);
    const request: { headers: object; user?: { user: User } } = { headers: { authorization: `Bearer ${token}` } };
    const context = new ExecutionContextHost([request], Routes, Routes.prototype[handler]);
    return guard.canActivate(context).then(() => request.user?.user.email ?? 'nobody', codeOf);
  }

  /** Why the latest sign-in failed: told to the audit log alone. */
  async function latestReason(): Promise<string | null> {
    const narrowed = { actorId: null, targetId: null, outcome: null, from: null, to: null, after: null };
    const query = { ...narrowed, visibility: { kind: 'all' }, type: 'auth.login_failed', limit: 1 } as const;
    return (await services.ports.auditLog.list(query))[0]?.reason ?? null;
  }

  describe.each(['king', '', 'ADMIN', 'constructor', '__proto__'])('with the role %j', (role) => {
    it('signs nobody in, and answers as to a wrong password', async () => {
      const { user } = await signedUp('ada@example.com');
      expect(await breakRole(user, role)).toBe(true);
      expect(await signIn(user.email)).toBe('INVALID_CREDENTIALS');
      expect(await latestReason()).toBe('NOT_ACTIVE');
    });

    it('makes worthless what its user still holds', async () => {
      const { user, accessToken, refreshToken } = await signedUp('ada@example.com');
      const callers = async () => [await callerBy(accessToken), await callerBy(accessToken, 'lowest')];
      expect(await callers()).toEqual([user.email, user.email]);
      expect(await services.introspection.introspect(accessToken)).toMatchObject({ user: { id: user.id } });
      expect(await services.introspection.introspect(refreshToken)).toMatchObject({ kind: 'refresh' });
      await breakRole(user, role);
      expect(await callers()).toEqual(['INVALID_TOKEN', 'INVALID_TOKEN']);
      for (const token of [accessToken, refreshToken])
        expect(await services.introspection.introspect(token)).toBeNull();
      expect(await outcome(services.refresh.refresh(refreshToken, origin))).toBe('INVALID_REFRESH_TOKEN');
    });

    it('is nothing to anybody else', async () => {
      const [{ user: ada }, bob] = [await signedUp('ada@example.com'), await signedUp('bob@example.com')];
      await breakRole(ada, role);
      expect(await callerBy(bob.accessToken)).toBe('bob@example.com');
      const { accessToken } = await services.refresh.refresh(bob.refreshToken, origin);
      expect(await callerBy(accessToken)).toBe('bob@example.com');
      expect(await signIn('bob@example.com')).toBe('done');
      expect(await callerBy((await signedUp('new@example.com')).accessToken)).toBe('new@example.com');
    });

    it('is listed, and is below everybody: whoever gives roles can mend it', async () => {
      const root = await services.setup.create({ email: 'root@example.com', password, displayName: null }, origin);
      const [{ user }, { user: bob }] = [await signedUp('ada@example.com'), await signedUp('bob@example.com')];
      const admin = await services.states.changeRole(root, 'admin', order(bob.id));
      await breakRole(user, role);
      const everybody = { role: null, isActive: null, emailVerified: null, includeDeleted: null, q: null } as const;
      const page = { sort: 'email', descending: false, after: null, limit: 1 } as const;
      expect(await services.users.list(root, { ...everybody, ...page })).toMatchObject([{ id: user.id, role }]);
      await services.states.changeRole(admin, 'user', order(user.id));
      expect(await signIn(user.email)).toBe('done');
    });
  });

  it.each(['', 'x', '$argon2id$v=19$m=1024,t=2,p=1$', '$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$aGFzaA', 'plain'])(
    'with the password hash %j signs nobody in, and is nothing to anybody else',
    async (passwordHash) => {
      const broken = aUser({ passwordHash, createdAt: services.clock.now() });
      await services.ports.users.insert(broken);
      await signedUp('bob@example.com');
      expect(await signIn(broken.email)).toBe('INVALID_CREDENTIALS');
      expect(await latestReason()).toBe('WRONG_PASSWORD');
      expect(await signIn('bob@example.com')).toBe('done');
    },
  );
});
