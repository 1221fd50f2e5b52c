import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AuditService, fromCommandLine } from '@janus/audit';
import type { BatchOutcome } from '@janus/auth';
import { UserImportService, readLines } from '@janus/auth';
import { loadSettings } from '@janus/config';
import { isProblem, kernelProblems, newSecret } from '@janus/kernel';
import { InterruptedError, RefusedError, UsageError } from '../command.js';
import type { Checkpoint } from '../import/checkpoint-file.js';
import { CheckpointFile } from '../import/checkpoint-file.js';
import { ImportFile } from '../import/import-file.js';
import { Progress } from '../import/progress.js';
import { ReportFile } from '../import/report-file.js';
import { whenInterrupted } from '../import/when-interrupted.js';
import { withServices } from '../with-services.js';

interface Plan {
  readonly path: string;
  readonly file: ImportFile;
  readonly reportPath: string;
  readonly checkpoints: CheckpointFile;
  readonly isDryRun: boolean;
  readonly showsProgress: boolean;
}

/** `janus users import FILE [--report FILE] [--dry-run] [--progress]` */
export async function usersImport(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      report: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      progress: { type: 'boolean', default: false },
    },
  });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError('users import needs one file');
  const reportPath = values.report ?? `${path}.refused.ndjson`;
  const file = await ImportFile.open(path);
  try {
    if (await isSameFile(path, reportPath)) throw new UsageError('the report would overwrite the file');
    const checkpoints = new CheckpointFile(`${reportPath}.checkpoint`);
    const showsProgress = values.progress;
    await carryOut({ path, file, reportPath, checkpoints, isDryRun: values['dry-run'], showsProgress });
  } finally {
    await file.close();
  }
}

async function carryOut(plan: Plan): Promise<void> {
  const { settings } = loadSettings();
  const digest = await plan.file.digest();
  const found = await plan.checkpoints.read();
  if (found) assertGoesOn(found, digest, plan);
  const from = found ?? beginning(digest);
  const end = await withServices(settings, async (services) => {
    const service = services.get(UserImportService);
    if (found?.storedId && !(await service.isStored(found.storedId)))
      throw new RefusedError(
        `${plan.checkpoints.path} belongs to another database; remove it to import from the start`,
      );
    const audit = services.get(AuditService);
    if (!plan.isDryRun) await record(audit, found ? 'RESUMED' : 'STARTED', from);
    const at = await work(plan, service, from, found !== null);
    if (!plan.isDryRun) await record(audit, 'FINISHED', at);
    return at;
  });
  report(plan, end);
}

/** One event at the beginning, so that an import that is never finished is known, and one at the end. */
async function record(audit: AuditService, reason: string, { stored, refused }: Checkpoint): Promise<void> {
  const changes = Object.entries({ stored, refused }).map(([field, after]) => ({ field, before: null, after }));
  await audit.record({ type: 'user.imported', actor: null, target: null, reason, changes }, fromCommandLine);
}

/** Stores or checks everything from here on. @returns where it ended */
async function work(plan: Plan, service: UserImportService, from: Checkpoint, isResumed: boolean): Promise<Checkpoint> {
  const { file, reportPath, checkpoints, isDryRun } = plan;
  const refusals = await ReportFile.open(reportPath, from.reportBytes);
  const progress = new Progress(plan.showsProgress, file.size, from);
  const interruption = whenInterrupted();
  let at = from;
  try {
    // Noted before the first batch: if that is stored and never noted, its users are known again.
    if (!isDryRun) await checkpoints.write(at);
    const job = { id: from.importId, startedAt: new Date(from.startedAt), isResumed };
    const lines = readLines(file.chunks(from.offset), from);
    for await (const outcome of isDryRun ? service.check(lines, job) : service.run(lines, job)) {
      await refusals.add(outcome.refused);
      at = after(at, outcome, refusals.size);
      if (!isDryRun) await checkpoints.write(at);
      progress.tell(at);
      if (interruption.hasCome()) throw new InterruptedError(stopped(plan, at));
    }
    if (await file.hasChanged()) throw new RefusedError(`${plan.path} has changed while it was read`);
    if (!isDryRun) await checkpoints.remove();
    await refusals.removeIfEmpty();
    return at;
  } catch (error) {
    if (isProblem(error, kernelProblems.DATABASE_UNAVAILABLE)) process.stderr.write(`${stopped(plan, at)}\n`);
    throw error;
  } finally {
    interruption.ignore();
    progress.end();
    await refusals.close();
  }
}

function assertGoesOn(found: Checkpoint, digest: string, { file: { size }, isDryRun, checkpoints, path }: Plan): void {
  const { file, line, offset } = found;
  const cure = `or remove ${checkpoints.path} to give that import up`;
  if (file !== digest) throw new RefusedError(`another file is being imported with this report: finish that, ${cure}`);
  if (offset > size) throw new RefusedError(`${checkpoints.path} is no checkpoint of an import`);
  if (isDryRun) throw new RefusedError(`the import of ${path} stopped after line ${line}: run it again, ${cure}`);
  process.stderr.write(`going on after line ${line}\n`);
}

function beginning(file: string): Checkpoint {
  const startedAt = new Date().toISOString();
  const nothing = { line: 0, offset: 0, stored: 0, refused: 0, reportBytes: 0, storedId: null };
  return { file, importId: newSecret(16), startedAt, ...nothing };
}

function after(at: Checkpoint, { end, stored, storedId, refused }: BatchOutcome, reportBytes: number): Checkpoint {
  return {
    ...at,
    ...end,
    stored: at.stored + stored,
    refused: at.refused + refused.length,
    reportBytes,
    storedId: storedId ?? at.storedId,
  };
}

function stopped({ isDryRun, path }: Plan, { line }: Checkpoint): string {
  return isDryRun ? `stopped after line ${line}` : `stopped after line ${line}; import ${path} again to go on`;
}

function report({ isDryRun, reportPath }: Plan, { stored, refused }: Checkpoint): void {
  const wouldBe = isDryRun ? 'would be ' : '';
  process.stdout.write(
    `${stored} ${stored === 1 ? 'user' : 'users'} ${wouldBe}stored, ${refused} ${lines(refused)} refused\n`,
  );
  if (refused > 0) throw new RefusedError(`${refused} ${lines(refused)} refused: see ${reportPath}`);
}

function lines(count: number): string {
  return count === 1 ? 'line' : 'lines';
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([stat(a), stat(b).catch(() => null)]);
  return left.ino === right?.ino && left.dev === right.dev;
}
