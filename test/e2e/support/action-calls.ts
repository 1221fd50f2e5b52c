import type { Action, Role } from '@janus/access';
import { newId } from '@janus/kernel';
import { freshEmail, password } from './people.js';

export const unknownId = newId(new Date());

/** The call that an action stands for. */
export interface ActionCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** The answer if nothing stands in the way; with the code of the problem, where it is one. */
  readonly status: number;
  readonly code?: string;
}

export const nextPassword = `${password}2`;

type Maker = (targetId: string, role: Role) => ActionCall;

function onUser(method: string, path: string, status: number, body?: unknown): Maker {
  return (id) => ({ method, path: `/users/${id}${path}`, status, ...(body === undefined ? {} : { body }) });
}

function alone(method: string, path: string, status: number, body?: unknown): Maker {
  return () => ({ method, path, status, ...(body === undefined ? {} : { body }) });
}

/** Every row of the matrix as a call: a new row needs one here. */
const makers: Readonly<Record<Action, Maker>> = {
  'profile:read': alone('GET', '/users/me', 200),
  'profile:update': alone('PATCH', '/users/me', 200, { locale: 'en' }),
  'profile:delete': alone('DELETE', '/users/me', 204, { currentPassword: nextPassword }),
  'password:change': alone('POST', '/users/me/password', 204, { currentPassword: password, newPassword: nextPassword }),
  'email:change': () => ({
    method: 'POST',
    path: '/users/me/email',
    status: 202,
    body: { newEmail: freshEmail(), currentPassword: nextPassword },
  }),
  'sessions:list': onUser('GET', '/sessions', 200),
  'sessions:revoke': onUser('DELETE', '/sessions', 204),
  'users:list': alone('GET', '/users?limit=1', 200),
  'users:read': onUser('GET', '', 200),
  'users:create': (_, role) => ({ method: 'POST', path: '/users', status: 201, body: { email: freshEmail(), role } }),
  'users:update': onUser('PATCH', '', 200, { locale: 'en' }),
  'users:suspend': onUser('POST', '/suspend', 200),
  'users:unsuspend': onUser('POST', '/unsuspend', 200),
  'users:unlock': onUser('POST', '/unlock', 200),
  'users:send-password-reset': onUser('POST', '/send-password-reset', 202),
  'users:delete': onUser('DELETE', '', 204),
  'users:restore': onUser('POST', '/restore', 200),
  'users:change-role': (id, role) => ({ method: 'PATCH', path: `/users/${id}/role`, status: 200, body: { role } }),
  'roles:read': alone('GET', '/roles/matrix', 200),
  'authz:explain': (actorId) => ({
    method: 'POST',
    path: '/authz/explain',
    status: 200,
    body: { action: 'profile:read', actorId },
  }),
  'mail:read': alone('GET', '/mail/outbox?limit=1', 200),
  'mail:retry': () => ({
    method: 'POST',
    path: `/mail/outbox/${unknownId}/retry`,
    status: 404,
    code: 'MESSAGE_NOT_FOUND',
  }),
  'audit:read': alone('GET', '/audit?limit=1', 200),
  'health:details': alone('GET', '/health/ready', 200),
};

export function callOf(action: Action, targetId: string, role: Role = 'user'): ActionCall {
  return makers[action](targetId, role);
}
