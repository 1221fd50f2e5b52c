import type { Engine, EngineOptions } from './adapters.js';

/** Opens the engine that the scheme of the URL names. Only that engine's ORM is loaded. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const scheme = options.url.split(':', 1)[0];
  if (scheme === 'memory') return (await import('./memory/open-memory.js')).openMemory();
  if (scheme === 'mongodb' || scheme === 'mongodb+srv') {
    return (await import('./mongoose/open-mongoose.js')).openMongoose(options);
  }
  return (await import('./typeorm/open-typeorm.js')).openTypeorm(options);
}
