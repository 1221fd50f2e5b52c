import type { AuditEntry, AuditEvent, AuditFilter, AuditPageQuery, AuditPosition } from '@janus/audit';
import { AuditLogRepository } from '@janus/audit';
import { assertId } from '@janus/kernel';
import type { PipelineStage } from 'mongoose';
import type { AuditView } from '../audit-pages.js';
import { readByViews, viewsOf } from '../audit-pages.js';
import { auditDocOf, auditEntryOf } from './audit-documents.js';
import type { AuditLogDoc } from './audit-collections.js';
import type { MongoDatabase } from './mongo-database.js';
import { ours } from './mongo-database.js';

export class MongooseAuditLog extends AuditLogRepository {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async append(entries: readonly AuditEntry[]): Promise<void> {
    const documents = entries.map(auditDocOf);
    await this.db.run(() => this.log.insertMany(documents, { ordered: true, lean: true }));
  }

  async has(id: string): Promise<boolean> {
    assertId(id);
    return (await this.db.run(() => this.log.exists({ _id: id }).exec())) !== null;
  }

  list(query: AuditPageQuery): Promise<AuditEvent[]> {
    return readByViews(query, async (view) => {
      const match = { $and: [{}, ...filterConditions(query), ...viewConditions(view), ...positionOf(query.after)] };
      const found = await this.db.run(() =>
        this.log
          .aggregate<AuditLogDoc>([
            { $match: match },
            { $sort: { at: -1, _id: -1 } },
            ...lookupOf([view]),
            { $limit: query.limit },
          ])
          .exec(),
      );
      return found.map((document) => auditEntryOf(document).event);
    });
  }

  async count(filter: AuditFilter): Promise<number> {
    const views = viewsOf(filter.visibility);
    const lookup = lookupOf(views);
    // Whoever sees those below sees their own, too: then the users decide, and nothing before.
    const either = lookup.length > 0 ? [] : views.flatMap(viewConditions);
    const match = { $and: [{}, ...filterConditions(filter), ...(either.length > 0 ? [{ $or: either }] : [])] };
    const counted = await this.db.run(() =>
      this.log.aggregate<{ n: number }>([{ $match: match }, ...lookup, { $count: 'n' }]).exec(),
    );
    return counted[0]?.n ?? 0;
  }

  async chainIds(): Promise<string[]> {
    const found = await this.db.run(() =>
      this.log.aggregate<{ _id: string }>([{ $group: { _id: '$chainId' } }]).exec(),
    );
    return found.map(({ _id }) => _id);
  }

  async readChain(chainId: string, afterSeq: number, limit: number): Promise<AuditEntry[]> {
    assertId(chainId);
    const behind = ours({ chainId, seq: { $gt: afterSeq } });
    const found = await this.db.run(() => this.log.find(behind).sort({ seq: 1 }).limit(limit).lean().exec());
    return found.map(auditEntryOf);
  }

  async removeUpTo(chainId: string, seq: number): Promise<number> {
    assertId(chainId);
    const { deletedCount } = await this.db.run(() => this.log.deleteMany(ours({ chainId, seq: { $lte: seq } })).exec());
    return deletedCount;
  }

  private get log() {
    return this.db.models.auditLog;
  }
}

function filterConditions({ actorId, targetId, type, outcome, from, to }: AuditFilter): object[] {
  const conditions: object[] = [];
  if (actorId !== null) conditions.push({ actorId });
  if (targetId !== null) conditions.push({ targetId });
  if (type !== null) conditions.push({ type });
  if (outcome !== null) conditions.push({ outcome });
  if (from !== null) conditions.push({ at: { $gte: from } });
  if (to !== null) conditions.push({ at: { $lt: to } });
  return conditions;
}

function viewConditions(view: AuditView): object[] {
  if (view.kind === 'actor') return [{ actorId: view.userId }];
  if (view.kind === 'target') return [{ targetId: view.userId }];
  return [];
}

/** The stages that ask for the target's role of today; none where no view depends on it. */
function lookupOf(views: readonly AuditView[]): Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[] {
  const below = views.find((view) => view.kind === 'below');
  if (below?.kind !== 'below') return [];
  const living = { targetUser: { $elemMatch: { role: { $in: [...below.roles] }, deletedAt: null } } };
  return [
    { $lookup: { from: 'users', localField: 'targetId', foreignField: '_id', as: 'targetUser' } },
    { $match: { $or: [living, ...views.flatMap(viewConditions)] } },
    { $unset: 'targetUser' },
  ];
}

/** The first half alone bounds the range of the index. */
function positionOf(after: AuditPosition | null): object[] {
  if (after === null) return [];
  return [{ at: { $lte: after.at } }, { $or: [{ at: { $lt: after.at } }, { _id: { $lt: after.id } }] }];
}
