export * from './idempotency/idempotency.repository.js';
export * from './invitations/invitations.repository.js';
export * from './super-admins/super-admin-count.js';
export * from './user-sessions.js';
export * from './user.js';
export * from './users.problems.js';
export * from './users.repository.js';
