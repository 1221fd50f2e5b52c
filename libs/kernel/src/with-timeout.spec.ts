import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { withTimeout } from './with-timeout.js';

const late = () => new Error('late');

describe('withTimeout', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  it('passes on what the work gives, and its error', async () => {
    await expect(withTimeout(1_000, () => Promise.resolve(7), late)).resolves.toBe(7);
    await expect(withTimeout(1_000, () => Promise.reject(new Error('own')), late)).rejects.toThrow('own');
  });

  it('ends work that takes too long', async () => {
    await expect(withTimeout(1, () => new Promise(() => {}), late)).rejects.toThrow('late');
  });

  it('counts an answer that arrived in time, though this process could not read it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    closing.push(() => server.close());
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    closing.push(() => socket.resume().end());
    const [peer] = await accepted;
    const waiting = withTimeout(20, async () => String((await once(socket, 'data'))[0]), late);
    peer.end('answer');
    const busyUntil = performance.now() + 40;
    while (performance.now() < busyUntil);
    await expect(waiting).resolves.toBe('answer');
  });
});
