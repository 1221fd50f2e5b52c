import { parseArgs } from 'node:util';
import { fromCommandLine } from '@janus/audit';
import type { ServiceClient } from '@janus/auth';
import { ClientsService, normalizeClientName } from '@janus/auth';
import { loadSettings } from '@janus/config';
import { UsageError } from '../command.js';
import { withServices } from '../with-services.js';

type Work = (clients: ClientsService) => Promise<string[]>;

/** `janus clients create --name N [--json] | list [--json] | revoke ID` */
export async function clients(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [verb = 'list', id, ...rest] = positionals;
  const isMisplaced = (verb === 'revoke') !== (id !== undefined) || (verb === 'create') !== (values.name !== undefined);
  if (rest.length > 0 || isMisplaced) throw new UsageError('clients knows create --name N, list and revoke ID');
  const work = workOf(verb, values.json, values.name ?? id ?? '');
  const { settings } = loadSettings();
  const lines = await withServices(settings, (services) => work(services.get(ClientsService)));
  process.stdout.write(`${lines.join('\n')}\n`);
}

function workOf(verb: string, isJson: boolean, operand: string): Work {
  if (verb === 'list') return (service) => list(service, isJson);
  if (verb === 'create') return create(operand, isJson);
  if (verb === 'revoke') return (service) => revoke(service, operand);
  throw new UsageError(`clients does not know ${verb}`);
}

function create(text: string, isJson: boolean): Work {
  const name = normalizeClientName(text);
  if (name === null) throw new UsageError('--name must be a line of 1 to 100 characters');
  return async (service) => {
    const { client, secret } = await service.create(name, fromCommandLine);
    if (isJson) return [JSON.stringify({ ...toJson(client), secret }, null, 2)];
    return [`client ${client.id} created for ${name}`, `secret, shown this once: ${secret}`];
  };
}

async function list(service: ClientsService, isJson: boolean): Promise<string[]> {
  const found = await service.list();
  if (isJson) return [JSON.stringify(found.map(toJson), null, 2)];
  return found.length === 0 ? ['there are no service clients'] : found.map(toLine);
}

async function revoke(service: ClientsService, id: string): Promise<string[]> {
  await service.revoke(id, fromCommandLine);
  return [`revoked ${id}`, ...(await list(service, false))];
}

function toLine({ id, name, createdAt, lastUsedAt, revokedAt }: ServiceClient): string {
  return [
    revokedAt ? 'revoked' : 'active ',
    id,
    `created ${createdAt.toISOString()}`,
    lastUsedAt ? `used ${lastUsedAt.toISOString()}` : 'never used',
    ...(revokedAt ? [`revoked ${revokedAt.toISOString()}`] : []),
    name,
  ].join('  ');
}

function toJson({ id, name, createdAt, lastUsedAt, revokedAt }: ServiceClient): object {
  return { id, name, createdAt, lastUsedAt, revokedAt };
}
