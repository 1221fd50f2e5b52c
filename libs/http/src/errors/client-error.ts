import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { Clock, ProblemType } from '@janus/kernel';
import { Problem, newId } from '@janus/kernel';
import { httpProblems } from '../http.problems.js';
import { problemAnswer } from './write-problem.js';

const byNodeCode: Readonly<Record<string, ProblemType>> = {
  HPE_HEADER_OVERFLOW: httpProblems.HEADERS_TOO_LARGE,
  ERR_HTTP_REQUEST_TIMEOUT: httpProblems.REQUEST_TIMEOUT,
};

/** Answers what Node's parser refuses before there is a request: bad syntax, too many headers, too slow. */
export function clientErrorHandler(publicUrl: () => string, clock: Clock) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem = new Problem(byNodeCode[error.code ?? ''] ?? httpProblems.BAD_REQUEST);
    const id = newId(clock.now());
    const { status, headers, body } = problemAnswer(problem, { id, hasToken: false }, publicUrl());
    const text = JSON.stringify(body);
    const lines = Object.entries({
      ...headers,
      'x-request-id': id,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-length': String(Buffer.byteLength(text)),
      connection: 'close',
    }).map(([name, value]) => `${name}: ${value}`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${text}`);
  };
}
