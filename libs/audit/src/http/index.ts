export * from './audit-event.response.js';
export * from './audit-http.module.js';
