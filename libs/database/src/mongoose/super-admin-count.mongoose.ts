import type { SuperAdminTally } from '@janus/users';
import { SuperAdminCount } from '@janus/users';
import { onlyDocument } from './models.js';
import type { MongoDatabase } from './mongo-database.js';

export class MongooseSuperAdminCount extends SuperAdminCount {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  async read(): Promise<SuperAdminTally> {
    const { n, epoch } = await this.db.run(() =>
      this.db.models.superAdminCount.findById(onlyDocument).lean().orFail().exec(),
    );
    return { n, epoch };
  }

  removeOne(epoch: number): Promise<boolean> {
    return this.change({ epoch, n: { $gt: 1 } }, { $inc: { n: -1 } });
  }

  addOne(epoch: number): Promise<boolean> {
    return this.change({ epoch }, { $inc: { n: 1 } });
  }

  beginRecount(epoch: number): Promise<boolean> {
    return this.change({ epoch }, { $set: { n: 0, epoch: epoch + 1 } });
  }

  endRecount(epoch: number, n: number): Promise<boolean> {
    return this.change({ epoch, n: 0 }, { $set: { n, epoch: epoch + 1 } });
  }

  private change(guard: object, change: object): Promise<boolean> {
    return this.db.update(this.db.models.superAdminCount, { _id: onlyDocument, ...guard }, change);
  }
}
