import { Rounds } from './rounds.js';

describe('rounds', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('go on after one that failed, which is told, until they are stopped', async () => {
    const failures: unknown[] = [];
    const work = jest.fn().mockRejectedValueOnce(new Error('first')).mockResolvedValue(undefined);
    const rounds = new Rounds(work, 1_000, (error) => failures.push(error));
    rounds.start();
    await jest.advanceTimersByTimeAsync(3_000);
    await rounds.stop();
    await jest.advanceTimersByTimeAsync(3_000);
    expect([work.mock.calls.length, failures]).toEqual([3, [new Error('first')]]);
  });

  it('never meet: one that takes long is waited for', async () => {
    let end = () => {};
    const work = jest.fn(() => new Promise<void>((ended) => (end = ended)));
    const rounds = new Rounds(work, 1_000, () => {});
    rounds.start();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(work).toHaveBeenCalledTimes(1);
    end();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(work).toHaveBeenCalledTimes(2);
    end();
    await rounds.stop();
  });

  it('are stopped only when the one under way has ended', async () => {
    let end = () => {};
    const rounds = new Rounds(
      () => new Promise<void>((ended) => (end = ended)),
      1_000,
      () => {},
    );
    rounds.start();
    await jest.advanceTimersByTimeAsync(1_000);
    let isStopped = false;
    const stopping = rounds.stop().then(() => (isStopped = true));
    await jest.advanceTimersByTimeAsync(10);
    expect(isStopped).toBe(false);
    end();
    await stopping;
  });
});
