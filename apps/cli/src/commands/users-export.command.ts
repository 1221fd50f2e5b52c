import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AuditService, fromCommandLine } from '@janus/audit';
import type { ExportRequest } from '@janus/auth';
import { UserExportService } from '@janus/auth';
import { loadSettings } from '@janus/config';
import { UsageError } from '../command.js';
import { withServices } from '../with-services.js';

/** `janus users export [--out FILE] [--with-hashes] [--include-deleted]` */
export async function usersExport(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string' },
      'with-hashes': { type: 'boolean', default: false },
      'include-deleted': { type: 'boolean', default: false },
    },
  });
  const { out } = values;
  if (out === '') throw new UsageError('users export --out needs a file');
  const request = { withHashes: values['with-hashes'], includeDeleted: values['include-deleted'] };
  const { settings } = loadSettings();
  await withServices(settings, async (services) => {
    const exporter = services.get(UserExportService);
    const reason = request.withHashes ? 'WITH_HASHES' : null;
    await services
      .get(AuditService)
      .record({ type: 'user.exported', actor: null, target: null, reason }, fromCommandLine);
    if (out === undefined) await toStandardOutput(exporter, request);
    else process.stdout.write(`${await toFile(exporter, request, out)} users in ${out}\n`);
  });
}

async function toStandardOutput(exporter: UserExportService, request: ExportRequest): Promise<void> {
  // Told to the write as well; unheard it would end the process.
  process.stdout.on('error', () => {});
  for await (const { text } of exporter.pages(request)) {
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>((written) => {
      process.stdout.write(text, written);
    });
    // Whoever reads has enough.
    if (error?.code === 'EPIPE') return;
    if (error) throw error;
  }
}

/** The file appears when it is whole, and only its owner may read it. @returns how many users are in it */
async function toFile(exporter: UserExportService, request: ExportRequest, out: string): Promise<number> {
  const fresh = `${out}.new`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${out} cannot be written: ${error.code}`);
  });
  try {
    const count = await writeAll(exporter, request, handle);
    await handle.datasync();
    await rename(fresh, out);
    return count;
  } finally {
    await handle.close();
    await rm(fresh, { force: true });
  }
}

async function writeAll(exporter: UserExportService, request: ExportRequest, handle: FileHandle): Promise<number> {
  let total = 0;
  for await (const { text, count } of exporter.pages(request)) {
    await handle.appendFile(text);
    total += count;
  }
  return total;
}
