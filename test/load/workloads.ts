import { randomBytes } from 'node:crypto';
import type { WireAnswer } from './http-connection.js';
import { requestText } from './http-connection.js';

/** Somebody in whose name requests are sent. */
export interface LoadPerson {
  readonly email: string;
  readonly token: string;
  refreshToken: string;
}

export interface Cast {
  readonly people: readonly LoadPerson[];
  /** The access token of an administrator. */
  readonly adminToken: string;
  readonly password: string;
}

export const workloadNames = ['me', 'refresh', 'list', 'login', 'register', 'mixed'] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface Step {
  readonly message: string;
  readonly expected: number;
  /** What the answer changes for the next step. */
  readonly learn?: (answer: WireAnswer) => void;
}

type Workload = (cast: Cast, connection: number, count: number) => Step;

const me: Workload = ({ people }, connection, count) => ({
  message: requestText('GET', '/api/v1/users/me', pick(people, connection + count).token, null),
  expected: 200,
});

// A connection keeps to one person: a token is presented once, as honest clients do.
const refresh: Workload = ({ people }, connection) => {
  const person = pick(people, connection);
  return {
    message: requestText('POST', '/api/v1/auth/refresh', null, JSON.stringify({ refreshToken: person.refreshToken })),
    expected: 200,
    learn: ({ body }) => {
      person.refreshToken = (JSON.parse(body) as { refreshToken: string }).refreshToken;
    },
  };
};

const list: Workload = ({ adminToken }) => ({
  message: requestText('GET', '/api/v1/users?limit=20', adminToken, null),
  expected: 200,
});

const login: Workload = ({ people, password }, connection, count) => {
  const { email } = pick(people, connection + count);
  return {
    message: requestText('POST', '/api/v1/auth/login', null, JSON.stringify({ email, password })),
    expected: 200,
  };
};

const register: Workload = ({ password }) => {
  const email = `load-${randomBytes(9).toString('hex')}@example.com`;
  return {
    message: requestText('POST', '/api/v1/auth/register', null, JSON.stringify({ email, password })),
    expected: 201,
  };
};

// Of a hundred requests: 78 me, 10 lists, 10 refreshes, one login, one registration.
const mixed: Workload = (cast, connection, count) => {
  const turn = (connection * 37 + count) % 100;
  if (turn === 0) return login(cast, connection, count);
  if (turn === 50) return register(cast, connection, count);
  if (turn % 10 === 3) return list(cast, connection, count);
  return turn % 10 === 7 ? refresh(cast, connection, count) : me(cast, connection, count);
};

export const workloads: Readonly<Record<WorkloadName, Workload>> = { me, refresh, list, login, register, mixed };

/** Requests in flight: hashing is bounded by the cores, and a queue that sheds is not what is measured here. */
export function connectionsFor(name: WorkloadName, connections: number): number {
  return name === 'login' || name === 'register' ? Math.min(connections, 8) : connections;
}

function pick<T>(from: readonly T[], index: number): T {
  const one = from[index % from.length];
  if (one === undefined) throw new Error('nobody to send requests for');
  return one;
}
