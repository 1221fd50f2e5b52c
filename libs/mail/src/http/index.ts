export * from './mail-http.module.js';
export * from './message.response.js';
