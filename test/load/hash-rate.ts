// What the hash alone allows: argon2id verifications in a process of its own, at the same priority and with as many threads
// (UV_THREADPOOL_SIZE) as the service has. Takes a HashOrder a message, answers with verifications a second.
import { takeLowestPriority } from '@janus/auth';
import { hash, verify } from 'argon2';

export interface HashOrder {
  readonly threads: number;
  readonly seconds: number;
  readonly memoryKib: number;
  readonly iterations: number;
  readonly parallelism: number;
}

takeLowestPriority();

async function run({ threads, seconds, memoryKib, iterations, parallelism }: HashOrder): Promise<number> {
  const password = 'Corr3ct-horse!';
  const stored = await hash(password, { memoryCost: memoryKib, timeCost: iterations, parallelism });
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const work = async () => {
    for (;;) {
      if (!(await verify(stored, password))) throw new Error('unreachable');
      if (performance.now() >= until) return;
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return done / seconds;
}

process.on('message', (order: HashOrder) => {
  void run(order).then((perSecond) => process.send?.(perSecond));
});
process.on('disconnect', () => process.exit(0));
