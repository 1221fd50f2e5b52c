import { Turns } from './turns.js';

describe('Turns', () => {
  /** What is done in which order: three that take turns, beside others who come once in each round of the event loop. */
  async function orderOf(take: () => Promise<void>): Promise<string> {
    const order: string[] = [];
    let isOver = false;
    const others = () => {
      order.push('-');
      if (!isOver) setImmediate(others);
    };
    setImmediate(others);
    const one = async (name: string) => {
      await take();
      order.push(name);
    };
    await Promise.all(['a', 'b', 'c'].map(one));
    isOver = true;
    return order.join('');
  }

  it('let others come between any two, and keep their order', async () => {
    const turns = new Turns();
    expect(await orderOf(() => Promise.resolve())).toBe('abc');
    expect(await orderOf(() => turns.take())).toMatch(/a-+b-+c/);
    expect(await orderOf(() => turns.take())).toMatch(/a-+b-+c/);
  });
});
