import { parseArgs } from 'node:util';
import { SetupService, brokenRules } from '@janus/auth';
import type { Settings } from '@janus/config';
import { loadSettings } from '@janus/config';
import { Problem, isWellFormedText, newSecret, normalizeEmail } from '@janus/kernel';
import { NestFactory } from '@nestjs/core';
import { CoreModule } from '../../../auth-api/src/core/core.module.js';
import { openDatabase } from '../../../auth-api/src/core/open-database.js';
import { PublicUrl } from '../../../auth-api/src/core/public-url.js';
import { SetupTokenFile } from '../../../auth-api/src/start/setup-token-file.js';
import { RefusedError, UsageError } from '../command.js';
import { promptPassword, readPassword } from '../password-input.js';

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
  const id = await create(settings, { email, password, displayName: values['display-name']?.normalize('NFC') ?? null });
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

async function create(settings: Settings, request: Parameters<SetupService['create']>[0]): Promise<string> {
  const engine = await openDatabase(settings);
  const tokenFile = new SetupTokenFile(settings.dataDir);
  const publicUrl = new PublicUrl(settings.publicUrl);
  const core = CoreModule.for({
    settings,
    engine,
    publicUrl,
    isolatesHashing: false,
    onSetupClosed: () => tokenFile.remove(),
  });
  const app = await NestFactory.createApplicationContext(core, { logger: false, abortOnError: false });
  try {
    const { id } = await app.get(SetupService).create(request);
    return id;
  } catch (error) {
    if (error instanceof Problem && error.type.status < 500)
      throw new RefusedError(`${error.type.title}. ${error.type.meaning}`);
    throw error;
  } finally {
    await app.close();
    await engine.close();
  }
}
