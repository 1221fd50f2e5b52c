import { parseArgs } from 'node:util';
import { fromCommandLine } from '@janus/audit';
import { SetupService, brokenRules } from '@janus/auth';
import type { Settings } from '@janus/config';
import { loadSettings } from '@janus/config';
import { isWellFormedText, newSecret, normalizeEmail } from '@janus/kernel';
import { RefusedError, UsageError } from '../command.js';
import { promptPassword, readPassword } from '../password-input.js';
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
  const { password, isGenerated } = await obtainPassword(values['password-stdin'], email, settings);
  const displayName = values['display-name']?.normalize('NFC') ?? null;
  const request = { email, password, displayName };
  const { id } = await withServices(settings, (services) =>
    services.get(SetupService).create(request, fromCommandLine),
  );
  process.stdout.write(`super admin ${email} created with id ${id}\n`);
  if (isGenerated) process.stdout.write(`password, shown this once: ${password}\n`);
}

async function obtainPassword(fromStdin: boolean, email: string, { passwordPolicy }: Settings) {
  const isGenerated = !fromStdin && !process.stdin.isTTY;
  // The suffix has a character of each class that the classic policy asks for.
  const typed = fromStdin ? readPassword : promptPassword;
  const password = isGenerated ? `${newSecret(18)}-aA1` : await typed();
  const broken = isWellFormedText(password)
    ? brokenRules(passwordPolicy, password, { email }).map(({ message }) => message)
    : ['must be well-formed text'];
  if (broken.length > 0) throw new RefusedError(`the password ${broken.join(', ')}`);
  return { password, isGenerated };
}
