import { existsSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import libsql from 'libsql';
import type { Trouble } from './database-trouble.js';

/** What can befall a database that is a file: another writer holds its lock, or the file is not where it was. */
export function sqliteTroubles(databaseUrl: string, seconds: number): Trouble[] {
  const path = databaseUrl.slice('sqlite:'.length);
  return [locked(path, seconds), moved(path, seconds)];
}

/** Readers go on in WAL mode; whatever writes is told to come back later. */
function locked(path: string, seconds: number): Trouble {
  let writer: InstanceType<typeof libsql> | null = null;
  return {
    engine: 'sqlite',
    scenario: 'file locked by a writer',
    seconds,
    mayGoOn: ['me', 'ready'],
    begin: async () => {
      writer = new libsql(path);
      await untilDone(() => writer?.exec('BEGIN IMMEDIATE'));
    },
    end: async () => {
      writer?.exec('ROLLBACK');
      writer?.close();
    },
  };
}

/** Unreadable by its name; an open file may well go on to serve. */
function moved(path: string, seconds: number): Trouble {
  const rename = (from: string, to: string) => {
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + from + suffix)) renameSync(path + from + suffix, path + to + suffix);
    }
  };
  return {
    engine: 'sqlite',
    scenario: 'file moved away',
    seconds,
    mayGoOn: ['me', 'ready', 'refresh', 'login', 'patch', 'register'],
    begin: async () => rename('', '.away'),
    end: async () => rename('.away', ''),
  };
}

async function untilDone(work: () => unknown): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      work();
      return;
    } catch (error) {
      if (attempt > 200) throw error;
      await pause(10);
    }
  }
}
