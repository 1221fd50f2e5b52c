import 'reflect-metadata';
import { describeFailure } from '../../auth-api/src/start/failures.js';
import { adminCreate } from './commands/admin-create.command.js';
import { auditVerify } from './commands/audit-verify.command.js';
import { clients } from './commands/clients.command.js';
import { adminRecover } from './commands/admin-recover.command.js';
import { doctor } from './commands/doctor.command.js';
import { keys } from './commands/keys.command.js';
import { mail } from './commands/mail.command.js';
import { migrate } from './commands/migrate.command.js';
import { usersExport } from './commands/users-export.command.js';
import { usersImport } from './commands/users-import.command.js';
import { InterruptedError, RefusedError, UsageError } from './command.js';

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
  janus admin recover --email E [--password-stdin]
                                 the way back in, while the service runs: makes whoever has the address (or a new user) an
                                 active super admin with a new password and without sessions; asks for it like admin create
  janus doctor [--fix] [--json]  look at the database, the keys and the count of super admins; --fix sets that count right
  janus keys list [--json]       say which signing keys there are, and what each is for
  janus keys rotate              make the next key; it signs once every cached key set has run out
  janus keys retire KID          take a key out of use that does not sign
  janus keys revoke KID          a key is compromised: nothing that it has signed is accepted any more
  janus audit verify [--json]    find entries of the audit log that were removed or altered
  janus users import FILE [--report FILE] [--dry-run] [--progress]
                                 store users, one line of JSON each; run again after an interruption it goes on.
                                 Refused lines go to the report, which is FILE.refused.ndjson if none is named
  janus users export [--out FILE] [--with-hashes] [--include-deleted]
                                 write users as import reads them, on standard output or to a file of your own
  janus mail list [--state queued|sent|dead] [--json]
                                 say what became of the latest 100 mails
  janus mail retry ID            try a dead mail again

Settings come from the environment and .env, as for the service. Exit codes: 0 done or healthy, 1 refused (by import: at least
one line) or findings, 64 wrong usage, 69 database away, 78 wrong settings, 130 interrupted.
`;

async function run([noun, ...rest]: readonly string[]): Promise<void> {
  if (noun === 'migrate') return migrate(rest);
  if (noun === 'admin' && rest[0] === 'create') return adminCreate(rest.slice(1));
  if (noun === 'clients') return clients(rest);
  if (noun === 'admin' && rest[0] === 'recover') return adminRecover(rest.slice(1));
  if (noun === 'doctor') return doctor(rest);
  if (noun === 'keys') return keys(rest);
  if (noun === 'audit' && rest[0] === 'verify') return auditVerify(rest.slice(1));
  if (noun === 'users' && rest[0] === 'import') return usersImport(rest.slice(1));
  if (noun === 'users' && rest[0] === 'export') return usersExport(rest.slice(1));
  if (noun === 'mail') return mail(rest);
  if (noun === undefined || noun === 'help' || noun === '--help') return void process.stdout.write(usage);
  throw new UsageError(`there is no command ${[noun, ...rest].join(' ')}`);
}

run(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    const isUsage =
      error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
    const expected = isUsage ? 64 : error instanceof RefusedError ? 1 : error instanceof InterruptedError ? 130 : null;
    const { message, exitCode } =
      expected === null ? describeFailure(error) : { message: (error as Error).message, exitCode: expected };
    process.stderr.write(`janus: ${message}\n${isUsage ? `\n${usage}` : ''}`);
    process.exit(exitCode);
  },
);
