import 'reflect-metadata';
import { describeFailure } from '../../auth-api/src/start/failures.js';
import { adminCreate } from './commands/admin-create.command.js';
import { auditVerify } from './commands/audit-verify.command.js';
import { clients } from './commands/clients.command.js';
import { keys } from './commands/keys.command.js';
import { migrate } from './commands/migrate.command.js';
import { RefusedError, UsageError } from './command.js';

const usage = `janus: the operators' tool

  janus migrate [up]             apply what is pending
  janus migrate up --dry-run     say what would be applied
  janus migrate status           say what is applied and what is pending
  janus admin create --email E [--display-name N] [--password-stdin]
                                 create the first super admin; without --password-stdin it asks on a terminal,
                                 else it makes a password and prints it once
  janus clients create --name N [--json]
                                 make a credential for a service, and print its secret once
  janus clients list [--json]    say which credentials there are, and when each was last used
  janus clients revoke ID        a credential is refused from now on, for good
  janus keys list [--json]       say which signing keys there are, and what each is for
  janus keys rotate              make the next key; it signs once every cached key set has run out
  janus keys retire KID          take a key out of use that does not sign
  janus keys revoke KID          a key is compromised: nothing that it has signed is accepted any more
  janus audit verify [--json]    find entries of the audit log that were removed or altered

Settings come from the environment and .env, as for the service. Exit codes: 0 done, 1 refused, 64 wrong usage,
69 database away, 78 wrong settings.
`;

async function run([noun, ...rest]: readonly string[]): Promise<void> {
  if (noun === 'migrate') return migrate(rest);
  if (noun === 'admin' && rest[0] === 'create') return adminCreate(rest.slice(1));
  if (noun === 'clients') return clients(rest);
  if (noun === 'keys') return keys(rest);
  if (noun === 'audit' && rest[0] === 'verify') return auditVerify(rest.slice(1));
  if (noun === undefined || noun === 'help' || noun === '--help') return void process.stdout.write(usage);
  throw new UsageError(`there is no command ${[noun, ...rest].join(' ')}`);
}

run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    const isUsage =
      error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
    const { message, exitCode } =
      isUsage || error instanceof RefusedError
        ? { message: (error as Error).message, exitCode: isUsage ? 64 : 1 }
        : describeFailure(error);
    process.stderr.write(`janus: ${message}\n${isUsage ? `\n${usage}` : ''}`);
    process.exit(exitCode);
  },
);
