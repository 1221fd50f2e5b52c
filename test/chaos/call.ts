import type { Agent } from 'node:http';
import { request } from 'node:http';

export interface Called {
  /** 0: no answer; `error` says why. */
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Record<string, unknown>;
  readonly error: string | null;
  /** Whether the request went over a connection that had served others before. */
  readonly reused: boolean;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
}

const giveUpMs = 10_000;

/** One request; never rejects, for a broken connection is what is looked for here. */
export function call(agent: Agent, url: string, { method, path, token, body }: Call): Promise<Called> {
  const startedAt = performance.now();
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve) => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const sent = request(url + path, { method, agent, headers, timeout: giveUpMs }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
      response.on('error', (error) => end(0, error.message));
      response.on('end', () => end(response.statusCode ?? 0, null, answer, response.headers['retry-after'] ?? null));
    });
    const end = (status: number, error: string | null, answer = '', retryAfter: string | null = null) => {
      const reused = sent.reusedSocket;
      resolve({ status, retryAfter, body: parse(answer), error, reused, startedAt, endedAt: performance.now() });
    };
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${giveUpMs} ms`)));
    sent.on('error', (error: NodeJS.ErrnoException) => end(0, error.code ?? error.message));
    sent.end(text);
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
