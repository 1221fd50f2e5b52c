import type { Adapters } from '@janus/database';
import { wrapPorts } from './wrap-port.js';

/** Ports that note whatever they are given: what none of them has ever been given is stored nowhere. */
export class RecordingPorts {
  readonly adapters: Adapters;
  private readonly given: string[] = [];

  constructor(adapters: Adapters) {
    this.adapters = wrapPorts(adapters, (call, values) => {
      this.given.push(JSON.stringify(values));
      return call();
    });
  }

  /** All that any of them was given so far, as one text. */
  get text(): string {
    return this.given.join('\n');
  }
}
