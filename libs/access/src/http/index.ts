export * from './access-http.module.js';
