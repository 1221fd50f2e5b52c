import { SuperAdminCount } from '@janus/users';
import type { SqlDatabase } from './sql-database.js';
import { onlyRow } from './tables.js';

export class TypeormSuperAdminCount extends SuperAdminCount {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async removeOne(): Promise<boolean> {
    const removed = await this.db.update(this.db.entities.superAdminCount, (query) =>
      query.set({ n: () => 'n - 1' }).where('id = :id AND n > 1', { id: onlyRow }),
    );
    return removed === 1;
  }

  async addOne(): Promise<void> {
    const added = await this.db.update(this.db.entities.superAdminCount, (query) =>
      query.set({ n: () => 'n + 1' }).where('id = :id', { id: onlyRow }),
    );
    if (added !== 1) throw new Error('the count of super admins is missing');
  }

  async read(): Promise<number> {
    const repository = this.db.dataSource.getRepository(this.db.entities.superAdminCount);
    return (await this.db.run(() => repository.findOneByOrFail({ id: onlyRow }))).n;
  }
}
