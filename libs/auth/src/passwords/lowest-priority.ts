import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/**
 * Makes this process give way to all others. On Linux each thread has a niceness of its own, which those that it starts inherit:
 * call it before they exist.
 */
export function takeLowestPriority(): void {
  setPriority(constants.priority.PRIORITY_LOW);
  // Even so Linux lets it go on for some milliseconds before whoever wakes up meanwhile. Under the idle policy it gives way at
  // once (sched(7)); Node cannot set that, util-linux can. Where it is missing or not allowed to, niceness has to do.
  if (process.platform === 'linux') {
    execFile('/usr/bin/chrt', ['--all-tasks', '--idle', '--pid', '0', String(process.pid)], () => {});
  }
}
