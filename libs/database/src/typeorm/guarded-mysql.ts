import * as mysql2 from 'mysql2';

interface Command {
  once(event: 'end', listener: () => void): void;
}

interface PooledConnection {
  readonly stream: { destroy(): void };
  query(...parameters: unknown[]): Command;
  execute(...parameters: unknown[]): Command;
}

// What the adapters rely on, whatever the server's defaults are: guarded updates need no gap locks, and a wait for a row
// that lasts longer than a request may take is better given up.
const sessionSettings = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION innodb_lock_wait_timeout = 1, sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
];

/**
 * The driver, whose pools set each connection up and cut it when a statement gets no answer: mysql2's own time-out would put
 * the connection back into the pool, still waiting, and poison whoever takes it next.
 */
export function guardedMysql(timeoutMs: number): object {
  const createPool = (options: mysql2.PoolOptions) => {
    const pool = mysql2.createPool(options);
    pool.on('connection', (connection) => prepare(connection as unknown as PooledConnection, timeoutMs));
    return pool;
  };
  return { ...mysql2, createPool };
}

function prepare(connection: PooledConnection, timeoutMs: number): void {
  for (const statement of sessionSettings) connection.query(statement, () => {});
  for (const method of ['query', 'execute'] as const) {
    const original = connection[method].bind(connection);
    connection[method] = (...parameters) => {
      const command = original(...parameters);
      const timer = setTimeout(() => connection.stream.destroy(), timeoutMs);
      command.once('end', () => clearTimeout(timer));
      return command;
    };
  }
}
