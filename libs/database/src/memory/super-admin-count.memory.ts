import { SuperAdminCount } from '@janus/users';
import type { MemoryStore } from './memory-store.js';

export class MemorySuperAdminCount extends SuperAdminCount {
  constructor(private readonly store: MemoryStore) {
    super();
  }

  async removeOne(): Promise<boolean> {
    if (this.store.superAdmins <= 1) return false;
    this.store.superAdmins -= 1;
    return true;
  }

  async addOne(): Promise<void> {
    this.store.superAdmins += 1;
  }

  async read(): Promise<number> {
    return this.store.superAdmins;
  }
}
