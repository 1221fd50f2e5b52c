import { parseArgs } from 'node:util';
import { loadSettings } from '@janus/config';
import { connect } from '../../../auth-api/src/core/open-database.js';
import { UsageError } from '../command.js';

/** `janus migrate [up|status] [--dry-run]` */
export async function migrate(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false } },
  });
  const [verb = 'up', ...rest] = positionals;
  if ((verb !== 'up' && verb !== 'status') || rest.length > 0) throw new UsageError(`migrate knows up and status`);
  const engine = await connect(loadSettings().settings);
  try {
    const { applied, pending } = await engine.migrations.status();
    if (verb === 'status')
      return print([...applied.map((name) => `applied  ${name}`), ...pending.map((name) => `pending  ${name}`)]);
    if (values['dry-run']) return print(pending.map((name) => `would apply  ${name}`));
    print((await engine.migrations.up()).map((name) => `applied  ${name}`));
  } finally {
    await engine.close();
  }
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.length === 0 ? 'nothing to do\n' : `${lines.join('\n')}\n`);
}
