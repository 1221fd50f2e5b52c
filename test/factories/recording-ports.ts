import type { Adapters } from '@janus/database';

/** Ports that note whatever they are given: what none of them has ever been given is stored nowhere. */
export class RecordingPorts {
  readonly adapters: Adapters;
  private readonly given: string[] = [];

  constructor(adapters: Adapters) {
    const wrapped = Object.entries(adapters).map(([name, port]) => [name, this.wrap(port as object)]);
    this.adapters = Object.fromEntries(wrapped);
  }

  /** All that any of them was given so far, as one text. */
  get text(): string {
    return this.given.join('\n');
  }

  private wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...values: unknown[]) => {
          this.given.push(JSON.stringify(values));
          return member.apply(target, values) as unknown;
        };
      },
    });
  }
}
