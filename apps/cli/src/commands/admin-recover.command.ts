import { parseArgs } from 'node:util';
import { fromCommandLine } from '@janus/audit';
import { RecoverService } from '@janus/auth';
import { loadSettings } from '@janus/config';
import { normalizeEmail } from '@janus/kernel';
import { UsageError } from '../command.js';
import { obtainPassword, shownOnce } from '../new-password.js';
import { withServices } from '../with-services.js';

/** `janus admin recover --email E [--password-stdin]` */
export async function adminRecover(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { email: { type: 'string' }, 'password-stdin': { type: 'boolean', default: false } },
  });
  const email = normalizeEmail(values.email ?? '');
  if (email === null) throw new UsageError('admin recover needs --email with an e-mail address');
  const { settings } = loadSettings();
  const chosen = await obtainPassword(values['password-stdin'], email, settings);
  const { before, after } = await withServices(settings, (services) =>
    services.get(RecoverService).recover(email, chosen.password, fromCommandLine),
  );
  const what = before === null ? 'created' : 'recovered';
  process.stdout.write(`super admin ${email} ${what} with id ${after.id}\n${shownOnce(chosen)}`);
}
