export * from './caller-reader.js';
export * from './caller.js';
export * from './roles.js';
