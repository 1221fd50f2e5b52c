import { parseArgs } from 'node:util';
import { fromCommandLine } from '@janus/audit';
import { SetupService } from '@janus/auth';
import { loadSettings } from '@janus/config';
import { normalizeEmail } from '@janus/kernel';
import { UsageError } from '../command.js';
import { obtainPassword, shownOnce } from '../new-password.js';
import { withServices } from '../with-services.js';

/** `janus admin create --email E [--display-name N] [--password-stdin]` */
export async function adminCreate(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      email: { type: 'string' },
      'display-name': { type: 'string' },
      'password-stdin': { type: 'boolean', default: false },
    },
  });
  const email = normalizeEmail(values.email ?? '');
  if (email === null) throw new UsageError('admin create needs --email with an e-mail address');
  const { settings } = loadSettings();
  const chosen = await obtainPassword(values['password-stdin'], email, settings);
  const displayName = values['display-name']?.normalize('NFC') ?? null;
  const request = { email, password: chosen.password, displayName };
  const { id } = await withServices(settings, (services) =>
    services.get(SetupService).create(request, fromCommandLine),
  );
  process.stdout.write(`super admin ${email} created with id ${id}\n${shownOnce(chosen)}`);
}
