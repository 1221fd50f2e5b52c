// The hashing process. Everything that other requests wait for has precedence over it.
import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { HashJob } from './hash-jobs.js';
import { runHashJob } from './hash-jobs.js';

// On Linux each thread has a niceness of its own, which those that it starts inherit: those that hash do not exist yet.
setPriority(constants.priority.PRIORITY_LOW);
// Even so Linux lets it go on for some milliseconds before whoever wakes up meanwhile. Under the idle policy it gives way at once
// (sched(7)); Node cannot set that, util-linux can. Where it is missing or not allowed to, niceness has to do.
if (process.platform === 'linux') {
  execFile('/usr/bin/chrt', ['--all-tasks', '--idle', '--pid', '0', String(process.pid)], () => {});
}

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
