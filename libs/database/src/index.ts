export * from './adapters.js';
export * from './database.module.js';
export * from './open-engine.js';
