export * from './auth-http.module.js';
export * from './credential.decorators.js';
export * from './session.response.js';
