import type { Action, Role, User } from '@janus/access';
import { newId } from '@janus/kernel';
import type { MemoryServices } from '../../../../test/factories/memory-services.js';
import { memoryServices, order, origin } from '../../../../test/factories/memory-services.js';
import { aUser } from '../../../../test/factories/records.js';
import type { Question } from './explain.service.js';

const unknown = newId(new Date());

describe('explanations', () => {
  let services: MemoryServices;
  let root: User;

  beforeEach(async () => {
    services = await memoryServices();
    root = await someone('super_admin');
  });

  const someone = (role: Role) =>
    services.creation.store(aUser({ role, createdAt: services.clock.now() }), { actor: null, reason: null, origin });
  const ask = async (caller: User, action: Action, fields: Partial<Question> = {}) => {
    const { reason, rule } = await services.explanations.explain(caller, {
      actorId: null,
      action,
      targetId: null,
      role: null,
      ...fields,
    });
    return `${reason} ${rule}`;
  };
  const refusal = (caller: User, actorId: string) =>
    ask(caller, 'users:list', { actorId }).catch((error: { type: { code: string } }) => error.type.code);

  it('name the first rule that refuses, in the order of the rules', async () => {
    const [admin, moderator, user] = [await someone('admin'), await someone('moderator'), await someone('user')];
    const deleted = await services.states.delete(root, order((await someone('user')).id, null));
    const on = (target: User, role: Role | null = null) => ({ targetId: target.id, role });
    expect(await ask(user, 'users:suspend', { targetId: unknown })).toBe('NO_PERMISSION 1');
    expect(await ask(moderator, 'users:suspend', on(admin))).toBe('USER_NOT_FOUND 2');
    expect(await ask(moderator, 'users:suspend', on(deleted))).toBe('USER_NOT_FOUND 2');
    expect(await ask(moderator, 'users:update', on(user))).toBe('NO_PERMISSION 3');
    expect(await ask(admin, 'users:unlock', on(admin))).toBe('SELF_FORBIDDEN 4');
    expect(await ask(admin, 'users:unlock', on(root))).toBe('TARGET_NOT_BELOW 5');
    expect(await ask(admin, 'users:unlock', on(deleted))).toBe('TARGET_STATE 6');
    expect(await ask(admin, 'users:change-role', on(user, 'admin'))).toBe('ROLE_NOT_BELOW 9');
    expect(await ask(admin, 'users:change-role', on(user))).toBe('ALLOWED 0');
    expect(await ask(admin, 'users:change-role', on(user, 'user'))).toBe('ALLOWED 0');
    expect(await ask(admin, 'users:create', { role: 'admin' })).toBe('ROLE_NOT_BELOW 9');
    expect(await ask(admin, 'users:create', { role: 'moderator' })).toBe('ALLOWED 0');
    expect(await ask(moderator, 'users:create', { role: 'guest' })).toBe('NO_PERMISSION 1');
  });

  it('look at the role alone where no target is named, and at oneself where it is always oneself', async () => {
    const [moderator, guest] = [await someone('moderator'), await someone('guest')];
    expect([await ask(moderator, 'users:suspend'), await ask(moderator, 'users:unsuspend')]).toEqual([
      'ALLOWED 0',
      'NO_PERMISSION 1',
    ]);
    expect([await ask(guest, 'profile:update'), await ask(guest, 'profile:delete')]).toEqual([
      'NO_PERMISSION 1',
      'ALLOWED 0',
    ]);
    expect(await ask(moderator, 'profile:delete', { targetId: guest.id })).toBe('NO_PERMISSION 3');
    expect([await ask(moderator, 'health:details'), await ask(root, 'health:details')]).toEqual([
      'NO_PERMISSION 1',
      'ALLOWED 0',
    ]);
  });

  it('see the last super admin, and leave the count alone', async () => {
    const { ports } = services;
    expect(await ask(root, 'profile:delete')).toBe('LAST_SUPER_ADMIN 7');
    const other = await someone('super_admin');
    for (const action of ['users:suspend', 'users:delete', 'users:restore', 'users:unsuspend'] as const) {
      expect(await ask(root, action, { targetId: other.id })).toBe('ALLOWED 0');
    }
    const { n, epoch } = await ports.superAdminCount.read();
    expect(n).toBe(2);
    await ports.superAdminCount.removeOne(epoch);
    for (const action of ['users:suspend', 'users:delete'] as const) {
      expect(await ask(root, action, { targetId: other.id })).toBe('LAST_SUPER_ADMIN 7');
    }
    expect(await ask(root, 'users:change-role', { targetId: other.id, role: 'admin' })).toBe('LAST_SUPER_ADMIN 7');
    expect(await ask(root, 'users:change-role', { targetId: other.id })).toBe('ALLOWED 0');
    expect(await ask(root, 'users:unsuspend', { targetId: other.id })).toBe('ALLOWED 0');
    expect(await ports.superAdminCount.read()).toMatchObject({ n: 1 });
  });

  it('are given about actors whom the caller may ask about, and tell of no others', async () => {
    const [admin, moderator, user] = [await someone('admin'), await someone('moderator'), await someone('user')];
    const otherAdmin = await someone('admin');
    expect(await ask(admin, 'users:suspend', { actorId: moderator.id, targetId: user.id })).toBe('ALLOWED 0');
    expect(await ask(root, 'users:suspend', { actorId: moderator.id, targetId: otherAdmin.id })).toBe(
      'USER_NOT_FOUND 2',
    );
    expect(await ask(user, 'users:list', { actorId: user.id })).toBe('NO_PERMISSION 1');
    expect(await Promise.all([unknown, moderator.id, user.id].map((id) => refusal(user, id)))).toEqual([
      'USER_NOT_FOUND',
      'USER_NOT_FOUND',
      'NO_PERMISSION 1',
    ]);
    expect([await refusal(moderator, user.id), await refusal(moderator, admin.id)]).toEqual([
      'NO_PERMISSION',
      'USER_NOT_FOUND',
    ]);
    expect([await refusal(admin, otherAdmin.id), await refusal(admin, root.id)]).toEqual([
      'TARGET_NOT_BELOW',
      'TARGET_NOT_BELOW',
    ]);
  });

  it('say of who cannot call at all just that', async () => {
    const { states } = services;
    const admin = await someone('admin');
    const suspended = await states.setActive(root, false, order((await someone('moderator')).id, null));
    const deleted = await states.delete(root, order((await someone('user')).id, null));
    for (const { id: actorId } of [suspended, deleted]) {
      expect(await ask(admin, 'users:suspend', { actorId, targetId: unknown })).toBe('NOT_ACTIVE 0');
    }
    const goneAdmin = await states.delete(root, order((await someone('admin')).id, null));
    expect(await refusal(admin, goneAdmin.id)).toBe('TARGET_NOT_BELOW');
    expect(await refusal(await someone('moderator'), deleted.id)).toBe('USER_NOT_FOUND');
  });
});
