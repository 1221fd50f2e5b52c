import type { Checkpoint } from './checkpoint-file.js';

const [terminalPauseMs, pauseMs] = [100, 1_000];

/** Says on standard error how far the work is: over and over in one line on a terminal, else now and then a line. */
export class Progress {
  private readonly startedAt = performance.now();
  private readonly storedBefore: number;
  private toldAt = -Infinity;

  /** @param size of the file in bytes. @param from where this run begins */
  constructor(
    private readonly isAsked: boolean,
    private readonly size: number,
    from: Checkpoint,
  ) {
    this.storedBefore = from.stored;
  }

  tell({ line, offset, stored, refused }: Checkpoint): void {
    const { isTTY } = process.stderr;
    const now = performance.now();
    if ((!isTTY && !this.isAsked) || now - this.toldAt < (isTTY ? terminalPauseMs : pauseMs)) return;
    this.toldAt = now;
    const percent = Math.floor((100 * offset) / Math.max(this.size, 1));
    const rate = Math.round(((stored - this.storedBefore) * 1_000) / Math.max(now - this.startedAt, 1));
    const text = `line ${line} (${percent} %): ${stored} good, ${refused} refused, ${rate} a second`;
    process.stderr.write(isTTY ? `\r${text}\u001b[K` : `${text}\n`);
  }

  /** Leaves the line on a terminal. */
  end(): void {
    if (process.stderr.isTTY && this.toldAt > 0) process.stderr.write('\n');
  }
}
