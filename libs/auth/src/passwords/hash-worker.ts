// The hashing process. Everything that other requests wait for has precedence over it.
import type { HashJob } from './hash-jobs.js';
import { runHashJob } from './hash-jobs.js';
import { takeLowestPriority } from './lowest-priority.js';

takeLowestPriority();

/** What the service sends. */
export interface HashRequest {
  readonly id: number;
  readonly job: HashJob;
}

/** What it gets back; without `result` the job failed. */
export interface HashReply {
  readonly id: number;
  readonly result?: string | boolean;
}

function reply(message: HashReply): void {
  if (process.connected) process.send?.(message);
}

process.on('message', ({ id, job }: HashRequest) => {
  runHashJob(job).then(
    (result) => reply({ id, result }),
    () => reply({ id }),
  );
});
// A terminal signals the whole group: the service drains and then lets go. Without the service there is nothing left to do.
process.on('SIGINT', () => {}).on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));
