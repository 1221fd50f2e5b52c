export * from './clock.js';
export * from './email-address.js';
export * from './ids.js';
export * from './kernel.problems.js';
export * from './network.js';
export * from './problem.js';
export * from './secrets.js';
export * from './text.js';
