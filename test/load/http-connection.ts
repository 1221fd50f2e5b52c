import type { Socket } from 'node:net';
import { connect } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  /** Status line and header fields, as they came. */
  readonly head: string;
  readonly body: string;
}

interface Waiting {
  readonly resolve: (answer: WireAnswer) => void;
  readonly reject: (error: Error) => void;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection that sends one request at a time and knows no more of HTTP/1.1 than `Content-Length`:
 * a client that costs little, so that on a small machine the server is what gets measured.
 */
export class HttpConnection {
  private socket: Socket | null = null;
  private received: Buffer = Buffer.alloc(0);
  private waiting: Waiting | null = null;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** @param message a complete request, as `requestText` makes it */
  send(message: string): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket ??= this.open();
      this.socket.write(message);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  private open(): Socket {
    const socket = connect({ host: this.host, port: this.port, noDelay: true });
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    const fail = (error?: Error) => {
      this.socket = null;
      this.received = Buffer.alloc(0);
      this.waiting?.reject(error ?? new Error('the connection was closed'));
      this.waiting = null;
    };
    return socket.on('error', fail).on('close', () => fail());
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const end = this.received.indexOf(headEnd);
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const total = end + headEnd.length + length;
    if (this.received.length < total) return;
    const body = this.received.toString('utf8', end + headEnd.length, total);
    this.received = this.received.subarray(total);
    const { waiting } = this;
    this.waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), head, body });
  }
}

export function requestText(method: string, path: string, token: string | null, body: string | null): string {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: localhost'];
  if (token !== null) lines.push(`Authorization: Bearer ${token}`);
  if (body !== null) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}
