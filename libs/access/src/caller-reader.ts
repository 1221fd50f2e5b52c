import type { CallerRecord } from './caller.js';

/** The guard's read, made on every request with a token: a port of its own so that each engine can prepare it. */
export abstract class CallerReader {
  /**
   * Session and user in one indexed read, whatever their state.
   * @param sessionId a valid id; anything else is a TypeError
   * @returns null if there is no such session
   */
  abstract find(sessionId: string): Promise<CallerRecord | null>;
}
