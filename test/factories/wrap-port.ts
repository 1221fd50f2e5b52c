import type { Adapters } from '@janus/database';

/** Carries out one call of a port, or does something else instead. */
export type Around = (call: () => unknown, values: readonly unknown[]) => unknown;

/** A port each of whose calls goes through this. */
export function wrapPort<T extends object>(port: T, around: Around): T {
  return new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...values: unknown[]) => around(() => member.apply(target, values) as unknown, values);
    },
  });
}

/** The same for all of them. */
export function wrapPorts(adapters: Adapters, around: Around): Adapters {
  const wrapped = Object.entries(adapters).map(([name, port]) => [name, wrapPort(port as object, around)]);
  return Object.fromEntries(wrapped);
}
