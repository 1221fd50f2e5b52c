import type { SuperAdminTally } from '@janus/users';
import { SuperAdminCount } from '@janus/users';
import type { MemoryStore } from './memory-store.js';
import { copyOf } from './memory-store.js';

export class MemorySuperAdminCount extends SuperAdminCount {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async read(): Promise<SuperAdminTally> {
    return copyOf(this.store.superAdmins);
  }

  async removeOne(epoch: number): Promise<boolean> {
    return this.change(
      (tally) => tally.n > 1 && tally.epoch === epoch,
      ({ n }) => ({ n: n - 1, epoch }),
    );
  }

  async addOne(epoch: number): Promise<boolean> {
    return this.change(
      (tally) => tally.epoch === epoch,
      ({ n }) => ({ n: n + 1, epoch }),
    );
  }

  async beginRecount(epoch: number): Promise<boolean> {
    return this.change(
      (tally) => tally.epoch === epoch,
      () => ({ n: 0, epoch: epoch + 1 }),
    );
  }

  async endRecount(epoch: number, n: number): Promise<boolean> {
    return this.change(
      (tally) => tally.n === 0 && tally.epoch === epoch,
      () => ({ n, epoch: epoch + 1 }),
    );
  }

  private change(guard: (tally: SuperAdminTally) => boolean, to: (tally: SuperAdminTally) => SuperAdminTally): boolean {
    if (!guard(this.store.superAdmins)) return false;
    this.store.superAdmins = to(this.store.superAdmins);
    return true;
  }
}
