import type { SuperAdminTally } from '@janus/users';
import { SuperAdminCount } from '@janus/users';
import type { QueryPartialEntity } from 'typeorm';
import type { SqlDatabase } from './sql-database.js';
import type { SuperAdminCountRow } from './tables.js';
import { onlyRow } from './tables.js';

export class TypeormSuperAdminCount extends SuperAdminCount {
  constructor(private readonly db: SqlDatabase) {
    super();
  }

  async read(): Promise<SuperAdminTally> {
    const repository = this.db.dataSource.getRepository(this.db.entities.superAdminCount);
    const { n, epoch } = await this.db.run(() => repository.findOneByOrFail({ id: onlyRow }));
    return { n, epoch };
  }

  removeOne(epoch: number): Promise<boolean> {
    return this.change('n > 1', epoch, { n: () => 'n - 1' });
  }

  addOne(epoch: number): Promise<boolean> {
    return this.change('n >= 0', epoch, { n: () => 'n + 1' });
  }

  beginRecount(epoch: number): Promise<boolean> {
    return this.change('n >= 0', epoch, { n: 0, epoch: epoch + 1 });
  }

  endRecount(epoch: number, n: number): Promise<boolean> {
    return this.change('n = 0', epoch, { n, epoch: epoch + 1 });
  }

  /** @param guard over the count as it stands */
  private async change(guard: string, epoch: number, to: QueryPartialEntity<SuperAdminCountRow>): Promise<boolean> {
    const changed = await this.db.update(this.db.entities.superAdminCount, (query) =>
      query.set(to).where(`id = :id AND epoch = :epoch AND ${guard}`, { id: onlyRow, epoch }),
    );
    return changed === 1;
  }
}
