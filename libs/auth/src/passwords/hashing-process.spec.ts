import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { codeOf } from '../../../../test/factories/outcome.js';
import { HashingProcess } from './hashing-process.js';

const root = join(__dirname, '../../../..');
const hook = ['-r', join(root, 'scripts/typescript-hook.cjs')];
const program = join(__dirname, 'hash-worker.ts');
const parameters = { memoryKib: 1024, iterations: 2, parallelism: 1 };
const quick = { kind: 'hash', password: 'Corr3ct-horse!', parameters } as const;
const slow = { ...quick, parameters: { memoryKib: 65_536, iterations: 10, parallelism: 1 } };
// SCHED_IDLE of sched(7).
const idlePolicy = '5';

describe('the hashing process', () => {
  let work: HashingProcess;

  const begin = (options = {}) => {
    work = new HashingProcess({ threads: 2, program, nodeArgs: hook, ...options });
    work.start();
    return work;
  };
  const untilBack = async () => {
    for (;;) {
      const answer = await work.run(quick).then(() => 'done', codeOf);
      if (answer === 'done') return;
      await new Promise((elapsed) => {
        setTimeout(elapsed, 20);
      });
    }
  };

  afterEach(() => work.stop());

  it('hashes and verifies', async () => {
    begin();
    const hash = (await work.run(quick)) as string;
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=1024,t=2,p=1\$/);
    const verify = (password: string) => work.run({ kind: 'verify', hash, password });
    expect([await verify('Corr3ct-horse!'), await verify('wrong')]).toEqual([true, false]);
  });

  it('gives way to everything else: every thread of it has the lowest priority', async () => {
    const { pid } = begin();
    await Promise.all([work.run(quick), work.run(quick)]);
    const tasks = readdirSync(`/proc/${pid}/task`);
    const fieldOf = (task: string, index: number) =>
      readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8').split(') ')[1]?.split(' ')[index];
    const niceOf = (task: string) => fieldOf(task, 16);
    // The main thread and the two of libuv's pool that hashed; V8's own were there before.
    expect(tasks.filter((task) => niceOf(task) === '19').length).toBeGreaterThanOrEqual(3);
    expect(niceOf(String(pid))).toBe('19');
    // Set by a program of its own, while the first hashes are already under way.
    while (!tasks.every((task) => fieldOf(task, 38) === idlePolicy)) await work.run(quick);
  });

  it('knows nothing of the environment of the service', () => {
    const { pid } = begin();
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    expect(environment.filter((one) => one !== '' && !one.startsWith('NODE_CHANNEL'))).toEqual([
      'UV_THREADPOOL_SIZE=2',
    ]);
  });

  it('answers 503 for all that was under way when it dies, and comes again', async () => {
    begin();
    await work.run(quick);
    const underWay = [slow, slow, slow].map((job) => work.run(job).then(() => 'done', codeOf));
    process.kill(work.pid ?? 0, 'SIGKILL');
    expect(await Promise.all(underWay)).toEqual(['OVERLOADED', 'OVERLOADED', 'OVERLOADED']);
    expect(await work.run(quick).then(() => 'done', codeOf)).toBe('OVERLOADED');
    await untilBack();
  });

  it('is taken for dead when it hangs', async () => {
    begin({ deadlineMs: 1_500 });
    await untilBack();
    process.kill(work.pid ?? 0, 'SIGSTOP');
    expect(await work.run(quick).then(() => 'done', codeOf)).toBe('OVERLOADED');
    await untilBack();
  });

  it('does not outlive the service, and does not end on the signals that tell the service to drain', async () => {
    begin();
    await untilBack();
    const { pid } = work;
    process.kill(pid ?? 0, 'SIGINT');
    process.kill(pid ?? 0, 'SIGTERM');
    await work.run(quick);
    // A parent that is killed cannot say goodbye: the channel closes, and that is enough.
    const parent = spawn(process.execPath, [...hook, '-e', orphanMaker], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    parent.kill('SIGKILL');
    await untilGone(Number(line.toString()));
  });
});

const orphanMaker = `
  const { HashingProcess } = require(${JSON.stringify(join(__dirname, 'hashing-process.ts'))});
  const work = new HashingProcess({ threads: 1, program: ${JSON.stringify(program)}, nodeArgs: ${JSON.stringify(hook)} });
  work.start();
  work.run({ kind: 'hash', password: 'x', parameters: { memoryKib: 1024, iterations: 2, parallelism: 1 } })
    .then(() => console.log(work.pid));
`;

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((elapsed) => {
      setTimeout(elapsed, 20);
    });
  }
}
