import { parseArgs } from 'node:util';
import type { ListedKey } from '@janus/auth';
import { KeyRingService } from '@janus/auth';
import { fromCommandLine } from '@janus/audit';
import { loadSettings } from '@janus/config';
import { UsageError } from '../command.js';
import { withServices } from '../with-services.js';

/** `janus keys list [--json] | rotate | retire KID | revoke KID` */
export async function keys(args: readonly string[]): Promise<void> {
  const [verb = 'list', ...rest] = args[0]?.startsWith('-') ? ['list', ...args] : args;
  const takesKid = verb === 'retire' || verb === 'revoke';
  // The id of a key may begin with a hyphen: it is no option.
  const { values } = parseArgs({
    args: takesKid ? rest.slice(1) : rest,
    options: { json: { type: 'boolean', default: false } },
  });
  const kid = takesKid ? rest[0] : undefined;
  if (takesKid && kid === undefined) throw new UsageError('keys knows list, rotate, retire KID and revoke KID');
  const { settings } = loadSettings();
  const lines = await withServices(settings, (services) => {
    const ring = services.get(KeyRingService);
    if (verb === 'list') return list(ring, values.json);
    if (verb === 'rotate') return rotate(ring);
    if (kid !== undefined) return mark(ring, verb, kid);
    throw new UsageError(`keys does not know ${verb}`);
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function list(ring: KeyRingService, isJson: boolean): Promise<string[]> {
  const found = await ring.list();
  return isJson ? [JSON.stringify(found.map(toJson), null, 2)] : found.map(toLine);
}

async function rotate(ring: KeyRingService): Promise<string[]> {
  const { kid, alg, activatesAt } = await ring.rotate(fromCommandLine);
  return [`next ${alg} key ${kid}; it signs from ${activatesAt.toISOString()}`];
}

async function mark(ring: KeyRingService, verb: string, kid: string): Promise<string[]> {
  await (verb === 'retire' ? ring.retire(kid, fromCommandLine) : ring.revoke(kid, fromCommandLine));
  return [`${verb === 'retire' ? 'retired' : 'revoked'} ${kid}`, ...(await list(ring, false))];
}

function toLine({ key, state }: ListedKey): string {
  const ends = [key.retiredAt && `retired ${key.retiredAt.toISOString()}`, key.revokedAt?.toISOString()];
  return [
    state.padEnd(7),
    key.alg,
    key.kid,
    `signs from ${key.activatesAt.toISOString()}`,
    ...ends.filter(Boolean),
  ].join('  ');
}

function toJson({ key, state }: ListedKey): object {
  const { kid, alg, createdAt, activatesAt, retiredAt, revokedAt } = key;
  return { kid, alg, state, createdAt, activatesAt, retiredAt, revokedAt };
}
