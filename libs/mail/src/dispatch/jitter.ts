/** Randomness for pauses, so that instances and messages do not march in step. Injected, so that a test can choose it. */
export class Jitter {
  /** @param random from 0 to less than 1 */
  constructor(private readonly random: () => number = Math.random) {}

  between(least: number, most: number): number {
    return least + this.random() * (most - least);
  }
}
