import { EntitySchema } from 'typeorm';
import type { Dialect } from './dialect.js';
import { columnKinds, entityColumn } from './dialect.js';
import type { ColumnSpec } from './dialect.js';
import type { TableSpec } from './dialect.js';
import { tables } from './tables.js';

/** The tables as TypeORM knows them: each schema maps a domain interface itself. */
export function entities(dialect: Dialect) {
  const specs = tables(columnKinds(dialect));
  return {
    users: toSchema(specs.users),
    sessions: toSchema(specs.sessions),
    invitations: toSchema(specs.invitations),
    idempotency: toSchema(specs.idempotency),
    attempts: toSchema(specs.attempts),
    superAdminCount: toSchema(specs.superAdminCount),
    signingKeys: toSchema(specs.signingKeys),
    clients: toSchema(specs.clients),
    setup: toSchema(specs.setup),
    links: toSchema(specs.links),
    auditLog: toSchema(specs.auditLog),
    auditChains: toSchema(specs.auditChains),
    auditIntents: toSchema(specs.auditIntents),
    outbox: toSchema(specs.outbox),
  };
}

export type Entities = ReturnType<typeof entities>;

function toSchema<T extends object>({ name, columns }: TableSpec<T>): EntitySchema<T> {
  const options = Object.entries<ColumnSpec>(columns).map(([property, spec]) => [
    property,
    entityColumn(property, spec),
  ]);
  return new EntitySchema<T>({ name, tableName: name, columns: Object.fromEntries(options) as never });
}
