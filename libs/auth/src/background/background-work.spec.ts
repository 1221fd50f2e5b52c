import { Logger } from '@nestjs/common';
import { BackgroundWork } from './background-work.service.js';

describe('work in the background', () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('has not begun when the answer goes out, and is done after a while', async () => {
    const background = new BackgroundWork();
    let isDone = false;
    const done = new Promise<void>((resolve) => {
      background.start('a mail', async () => {
        isDone = true;
        resolve();
      });
    });
    for (let round = 0; round < 3; round += 1) await turn();
    expect(isDone).toBe(false);
    await done;
    expect(isDone).toBe(true);
  });

  it('is waited for by a shutdown, with what it starts itself, and begins at once then', async () => {
    const background = new BackgroundWork();
    const done: string[] = [];
    background.start('first', async () => {
      await turn();
      background.start('second', async () => {
        done.push('second');
      });
      done.push('first');
    });
    await background.onModuleDestroy();
    expect(done).toEqual(['first', 'second']);
    await background.settled();
  });

  it('that fails is told and hurts nobody, even if it throws at once', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const background = new BackgroundWork();
    background.start('one', async () => Promise.reject(new Error('no database')));
    background.start('another', () => {
      throw new Error('a mistake');
    });
    await background.settled();
    expect(warn.mock.calls.map(([text]) => String(text)).toSorted()).toEqual([
      'another was not done: Error: a mistake',
      'one was not done: Error: no database',
    ]);
    warn.mockRestore();
  });
});
