import { randomBytes } from 'node:crypto';
import type { Client, Json } from './client.js';
import type { RunningService } from './service.js';

export const password = 'Corr3ct-horse!';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly token: string;
  readonly refreshToken: string;
}

export function freshEmail(name = 'user'): string {
  return `${name}-${randomBytes(6).toString('hex')}@example.com`;
}

export async function signIn(client: Client, email: string): Promise<Person> {
  const { status, body, text } = await client.post('/auth/login', { email, password });
  if (status !== 200) throw new Error(`sign-in of ${email}: ${status} ${text}`);
  return {
    id: String(body['user']?.['id']),
    email,
    token: String(body['accessToken']),
    refreshToken: String(body['refreshToken']),
  };
}

/** Registers and signs in. */
export async function newcomer(
  client: Client,
  fields: { email?: string; [name: string]: unknown } = {},
): Promise<Person> {
  const { email = freshEmail() } = fields;
  const { status, text } = await client.post('/auth/register', { password, ...fields, email });
  if (status !== 201) throw new Error(`registration: ${status} ${text}`);
  return signIn(client, email);
}

/** The first super admin, by the setup token. */
export async function firstAdmin(client: Client, service: RunningService): Promise<Person> {
  const email = freshEmail('root');
  const { status, text } = await client.post('/setup', { token: service.setupToken(), email, password });
  if (status !== 201) throw new Error(`setup: ${status} ${text}\n${service.output.join('\n')}`);
  return signIn(client, email);
}

/** A newcomer who is given a role and signed in under it. */
export async function withRole(client: Client, admin: Person, role: string): Promise<Person> {
  const person = await newcomer(client);
  const { status, text } = await client.patch(`/users/${person.id}/role`, { role }, { token: admin.token });
  if (status !== 200) throw new Error(`role ${role}: ${status} ${text}`);
  return signIn(client, person.email);
}

export function codeOf({ body }: { body: Json }): string | undefined {
  return body['code'] === undefined ? undefined : String(body['code']);
}
