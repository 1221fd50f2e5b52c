export * from './etag.js';
export * from './idempotency.interceptor.js';
export * from './profile.dto.js';
export * from './user-location.js';
export * from './user.response.js';
export * from './users-http.module.js';
export * from './users.docs.js';
