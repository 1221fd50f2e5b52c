import { Injectable } from '@nestjs/common';

/** Tells the dispatcher of this process that there may be something to do; what is told while nobody waits is not lost. */
@Injectable()
export class OutboxSignal {
  private isRaised = false;
  private wake: (() => void) | null = null;

  notify(): void {
    this.isRaised = true;
    this.wake?.();
  }

  /** Until somebody tells, or for so long. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.isRaised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = null;
    this.isRaised = false;
  }
}
