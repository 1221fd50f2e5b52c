import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../e2e/support/client.js';
import { freshEmail, password } from '../e2e/support/people.js';
import { patient } from '../e2e/support/service.js';
import type { WireAnswer } from './http-connection.js';
import { HttpConnection, requestText } from './http-connection.js';
import { startQuiet } from './quiet-service.js';
import type { Door, Presented } from './rotation-client.js';
import { rotateTogether } from './rotation-client.js';
import type { RotationTally } from './rotation-tally.js';

// Long enough for the slowest answer of a busy machine.
const graceSeconds = 30;
const overtakingMs = 250;
const tabs = 4;

/** The same clients against the built service, over sockets that they cut for real. Time is real, so nobody waits for the grace to pass. */
export async function rotateOverHttp(
  databaseUrl: string,
  tally: RotationTally,
  rotations: number,
  clients: number,
): Promise<void> {
  const service = await startQuiet(databaseUrl, { ...patient, REFRESH_GRACE_SECONDS: String(graceSeconds) });
  try {
    const api = new Client(service.url);
    const emails = Array.from({ length: clients }, () => freshEmail('rotation'));
    for (const email of emails) await api.post('/auth/register', { email, password });
    const doors = emails.map((email) => doorOf(service.url, api, email));
    await rotateTogether(doors, tally, rotations);
    for (const { close } of doors) close();
  } finally {
    await service.stop();
  }
}

function doorOf(url: string, api: Client, email: string): Door & { close(): void } {
  const { hostname, port } = new URL(url);
  const connect = () => new HttpConnection(hostname, Number(port));
  const idle = Array.from({ length: tabs }, connect);
  let wasCut = false;
  return {
    graceMs: graceSeconds * 1000,
    pass: null,
    signIn: () => signIn(api, email),
    present: async (token) => {
      const connection = idle.pop() ?? connect();
      const outcome = outcomeOf(await connection.send(refreshText(token)));
      idle.push(connection);
      return outcome;
    },
    cut: async (token) => {
      const connection = connect();
      connection.send(refreshText(token)).catch(() => {});
      await pause(randomInt(6));
      connection.close();
      wasCut = true;
    },
    settle: async () => {
      if (wasCut) await pause(overtakingMs);
      wasCut = false;
    },
    close: () => {
      for (const connection of idle) connection.close();
    },
  };
}

function refreshText(refreshToken: string): string {
  return requestText('POST', '/api/v1/auth/refresh', null, JSON.stringify({ refreshToken }));
}

function outcomeOf({ status, body }: WireAnswer): Presented {
  const { refreshToken, code, endReason } = JSON.parse(body) as Record<string, string | undefined>;
  if (status === 200 && refreshToken) return { token: refreshToken };
  return { token: null, why: `${status} ${code} ${endReason ?? ''}` };
}

async function signIn(api: Client, email: string): Promise<string> {
  const { status, body, text } = await api.post('/auth/login', { email, password });
  if (status !== 200) throw new Error(`sign-in: ${status} ${text}`);
  return String(body['refreshToken']);
}
