import { SuperAdminCount } from '@janus/users';
import { onlyDocument } from './models.js';
import type { MongoDatabase } from './mongo-database.js';

export class MongooseSuperAdminCount extends SuperAdminCount {
  constructor(private readonly db: MongoDatabase) {
    super();
  }

  removeOne(): Promise<boolean> {
    return this.db.update(this.db.models.superAdminCount, { _id: onlyDocument, n: { $gt: 1 } }, { $inc: { n: -1 } });
  }

  async addOne(): Promise<void> {
    const added = await this.db.update(this.db.models.superAdminCount, { _id: onlyDocument }, { $inc: { n: 1 } });
    if (!added) throw new Error('the count of super admins is missing');
  }

  async read(): Promise<number> {
    const found = await this.db.run(() => this.db.models.superAdminCount.findById(onlyDocument).lean().orFail().exec());
    return found.n;
  }
}
