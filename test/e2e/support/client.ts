/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as it came; empty if it is not JSON. */
  readonly body: Json;
}

/** A JSON value of whatever kind: members and elements are reached by name, leaves are compared or turned into text. */
export interface Json {
  readonly [name: string]: Json | undefined;
}

export interface Call {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
}

/** A small REST client over real sockets. */
export class Client {
  constructor(readonly url: string) {}

  get = (path: string, call: Call = {}) => this.send('GET', path, call);
  post = (path: string, body?: unknown, call: Call = {}) => this.send('POST', path, { ...call, body });
  patch = (path: string, body?: unknown, call: Call = {}) => this.send('PATCH', path, { ...call, body });
  delete = (path: string, body?: unknown, call: Call = {}) => this.send('DELETE', path, { ...call, body });

  /** @param path below `/api/v1`, or from the root if it begins with `//` */
  async send(method: string, path: string, { token, headers = {}, body }: Call = {}): Promise<Answer> {
    const target = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
    const response = await fetch(this.url + target, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
