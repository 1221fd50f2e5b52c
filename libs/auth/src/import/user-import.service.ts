import { SuperAdminKeeper, SuperAdminRecountService } from '@janus/users';
import { Injectable } from '@nestjs/common';
import type { Batch, ImportJob, RefusedLine, UserLine } from './import-batches.js';
import { batchesOf } from './import-batches.js';
import type { FileLine, FilePosition } from './line-reader.js';
import { RepeatedKeys } from './repeated-keys.js';
import type { Conflict, ImportedUser } from './user-transfer.repository.js';
import { UserTransferRepository, conflictsOf } from './user-transfer.repository.js';

/** What became of a batch. */
export interface BatchOutcome {
  /** Everything before it is done: an import that is cut short goes on from here. */
  readonly end: FilePosition;
  /** How many more are stored now; less than none where lines that seemed free turn out to repeat others. */
  readonly stored: number;
  /** One of them. */
  readonly storedId: string | null;
  readonly refused: readonly RefusedLine[];
}

const nobody = { role: 'user', isActive: false, deletedAt: null } as const;

/**
 * Moves users in, one line of NDJSON each. Everything rests on unique indexes, so the service may run meanwhile. A batch is
 * stored before its outcome is told: whoever notes the position afterwards loses nothing, and what is repeated is known by its id.
 */
@Injectable()
export class UserImportService {
  constructor(
    private readonly transfer: UserTransferRepository,
    private readonly superAdmins: SuperAdminKeeper,
    private readonly recount: SuperAdminRecountService,
  ) {}

  /** Whether a user is stored: a position belongs to one database only. */
  async isStored(id: string): Promise<boolean> {
    return (await this.transfer.findAny({ ids: [id], emails: [] })).length > 0;
  }

  /** @throws Problem DATABASE_UNAVAILABLE: the batch under way may be stored in part, and is to be repeated */
  async *run(lines: AsyncIterable<FileLine>, job: ImportJob): AsyncGenerator<BatchOutcome> {
    // Only the first batch of a run can have been stored by an earlier one that did not come to note it.
    let isRepeated = job.isResumed;
    for await (const batch of batchesOf(lines, job)) {
      const conflicts = await this.store(batch.users.map(({ user }) => user));
      yield outcomeOf(batch, conflicts, isRepeated);
      isRepeated = false;
    }
  }

  /** Tells what `run` would, and stores nothing. Lines whose address stands in an earlier line are told at the end. */
  async *check(lines: AsyncIterable<FileLine>, job: ImportJob): AsyncGenerator<BatchOutcome> {
    const keys = new RepeatedKeys();
    try {
      let end: FilePosition = { line: 0, offset: 0 };
      for await (const batch of batchesOf(lines, job)) {
        const conflicts = await this.conflictsOf(batch.users);
        const outcome = outcomeOf(batch, conflicts, false);
        const lost = new Set(conflicts.map(({ id }) => id));
        for (const { line, user, isOwnId } of batch.users.filter(({ user }) => !lost.has(user.id))) {
          await keys.add('email', user.email, line);
          if (!isOwnId) await keys.add('id', user.id, line);
        }
        ({ end } = outcome);
        yield outcome;
      }
      for await (const repeats of keys.repeats()) {
        const refused = repeats.map(({ line, kind }) => refusalOf(line, kind));
        yield { end, stored: -refused.length, storedId: null, refused };
      }
    } finally {
      await keys.remove();
    }
  }

  private async store(users: readonly ImportedUser[]): Promise<Conflict[]> {
    const [counted, others] = [users.filter(isSuperAdmin), users.filter((user) => !isSuperAdmin(user))];
    const conflicts = await this.transfer.insertMany(others);
    let isRepeated = false;
    for (const user of counted) {
      await this.superAdmins.around(nobody, user, async () => {
        const lost = await this.transfer.insertMany([user]);
        isRepeated ||= lost.some(({ isSame }) => isSame);
        conflicts.push(...lost);
        return lost.length === 0;
      });
    }
    // An earlier run may have died after it stored one and before it counted it.
    if (isRepeated) await this.recount.mend();
    return conflicts;
  }

  private async conflictsOf(lines: readonly UserLine[]): Promise<Conflict[]> {
    const ids = lines.filter(({ isOwnId }) => !isOwnId).map(({ user }) => user.id);
    const users = lines.map(({ user }) => user);
    return conflictsOf(users, await this.transfer.findAny({ ids, emails: users.map(({ email }) => email) }));
  }
}

function outcomeOf({ users, refused, end }: Batch, conflicts: readonly Conflict[], isRepeated: boolean): BatchOutcome {
  const byId = new Map(conflicts.map((conflict) => [conflict.id, conflict]));
  const lost = users.flatMap(({ line, user, isOwnId }) => {
    const conflict = byId.get(user.id);
    if (!conflict || (conflict.isSame && (isOwnId || isRepeated))) return [];
    return [{ id: user.id, refusal: refusalOf(line, conflict.taken) }];
  });
  const lostIds = new Set(lost.map(({ id }) => id));
  const stored = users.map(({ user }) => user.id).filter((id) => !lostIds.has(id));
  const all = [...refused, ...lost.map(({ refusal }) => refusal)];
  const inOrder = all.toSorted((a, b) => a.line - b.line);
  return { end, stored: stored.length, storedId: stored.at(-1) ?? null, refused: inOrder };
}

function refusalOf(line: number, taken: 'email' | 'id'): RefusedLine {
  const message = `belongs to another ${taken === 'email' ? 'account' : 'user'}`;
  return { line, code: taken === 'email' ? 'EMAIL_TAKEN' : 'ID_TAKEN', errors: [{ pointer: `/${taken}`, message }] };
}

function isSuperAdmin({ role }: ImportedUser): boolean {
  return role === 'super_admin';
}
