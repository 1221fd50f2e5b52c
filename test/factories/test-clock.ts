import { Clock } from '@janus/kernel';

/** A clock that stands still until it is told to go on. */
export class TestClock extends Clock {
  private present = Date.UTC(2026, 10, 24, 10);

  now(): Date {
    return new Date(this.present);
  }

  goOn(milliseconds: number): void {
    this.present += milliseconds;
  }
}
