export * from './passwords/credentials.repository.js';
export * from './sessions/session.js';
export * from './sessions/sessions.repository.js';
export * from './setup/setup.repository.js';
export * from './tokens/signing-keys.repository.js';
