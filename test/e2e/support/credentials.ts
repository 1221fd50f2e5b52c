import type { World } from './world.js';
import { worldKey } from './world.js';
import { runCli } from './service.js';

/** What a service authenticates itself with. */
export interface Credential {
  readonly id: string;
  readonly secret: string;
}

export const form = 'application/x-www-form-urlencoded';

/** The headers of HTTP Basic for whatever stands in for a credential. */
export function basic(credential: string | Buffer): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(credential as string).toString('base64')}` };
}

/** As RFC 6749 section 2.3.1 wants it. */
export function credentialHeader({ id, secret }: Credential): Record<string, string> {
  return basic(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`);
}

/** Runs `janus clients <args>` on the database of the world. */
export function clientsCli({ database, service }: World, ...args: string[]) {
  const env = { DATABASE_URL: database.url, DATA_DIR: service.dataDir, KEY_ENCRYPTION_KEY: worldKey };
  return runCli(['clients', ...args], env);
}

export async function newCredential(world: World): Promise<Credential> {
  const { code, stdout, stderr } = await clientsCli(world, 'create', '--name', 'Notes', '--json');
  if (code !== 0) throw new Error(`clients create: ${stderr}`);
  return JSON.parse(stdout) as Credential;
}
