export * from './load-settings.js';
export type { MailUrl, Sender } from './mail.settings.js';
export * from './read-settings.js';
export * from './render.js';
export * from './schema.js';
export * from './setting.js';
export * from './settings.js';
export { longestAccessTtlSeconds } from './token.settings.js';
