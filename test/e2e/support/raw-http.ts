import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly code: string;
  /** In lower case. */
  readonly head: string;
  readonly body: string;
}

/** Sends bytes and reads until the service closes. */
export function sendRaw(url: string, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject).on('close', () => {
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      const code = /"code":"(\w+)"/.exec(body)?.[1] ?? '';
      resolve({ status: Number(head.split(' ')[1]), code, head: head.toLowerCase(), body });
    });
  });
}
