import type { IncomingMessage } from 'node:http';
import type { Clock } from '@janus/kernel';
import { newId } from '@janus/kernel';

const accepted = /^[A-Za-z0-9._-]{8,128}$/;

/** The id under which a request stands in the log: the client's own if it has the form, else a new one. */
export function requestIds(clock: Clock): (request: IncomingMessage) => string {
  return ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && accepted.test(given) ? given : newId(clock.now());
  };
}
