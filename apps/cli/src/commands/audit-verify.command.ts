import { parseArgs } from 'node:util';
import { AuditVerificationService } from '@janus/audit';
import { loadSettings } from '@janus/config';
import { RefusedError } from '../command.js';
import { withServices } from '../with-services.js';

/** `janus audit verify [--json]` */
export async function auditVerify(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  const { settings } = loadSettings();
  const found = await withServices(settings, (services) => services.get(AuditVerificationService).verify());
  const { chains, entries, findings } = found;
  if (values.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else process.stdout.write([`${entries} entries in ${chains} chains`, ...findings, ''].join('\n'));
  if (findings.length > 0) throw new RefusedError('the audit log was changed by somebody other than the service');
}
