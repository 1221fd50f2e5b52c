// The limit that the service is measured against: bare Fastify, HS256 by node:crypto, the least work in the database.
// Started by bench.ts with the database's address; sends `{ url, cast }` to its parent once it listens.
import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { hash, verify } from 'argon2';
import Fastify from 'fastify';
import { openLimitStore } from './limit-store.js';
import type { Cast } from './workloads.js';

const key = createSecretKey(randomBytes(32));
const hashing = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const password = 'Corr3ct-horse!';

function sign(sub: string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub, exp })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** @returns the subject, or null for a token that is not right */
function subjectOf(authorization: string | undefined): string | null {
  const [header, payload, signature] = authorization?.slice('Bearer '.length).split('.') ?? [];
  if (!header || !payload || !signature) return null;
  const wanted = createHmac('sha256', key).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string; exp: number };
  return exp > Date.now() / 1000 ? sub : null;
}

async function main(databaseUrl: string): Promise<void> {
  const { store, ids } = await openLimitStore(databaseUrl);
  const stored = await hash(password, hashing);
  const app = Fastify({ logger: false });
  app.get('/api/v1/users/me', async (request, reply) => {
    const id = subjectOf(request.headers.authorization);
    return (id !== null && (await store.find(id))) || reply.code(401).send();
  });
  app.get('/api/v1/users', async (request, reply) => {
    return subjectOf(request.headers.authorization) === null ? reply.code(401).send() : { data: await store.page() };
  });
  // The refresh token here is an access token and a number: `<token> <version>`.
  app.post<{ Body: { refreshToken: string } }>('/api/v1/auth/refresh', async ({ body }, reply) => {
    const [token = '', version] = body.refreshToken.split(' ');
    const id = subjectOf(`Bearer ${token}`);
    const won = id !== null && (await store.rotate(id, Number(version)));
    return won ? { refreshToken: `${sign(id)} ${Number(version) + 1}` } : reply.code(401).send();
  });
  app.post<{ Body: { password: string } }>('/api/v1/auth/login', async ({ body }) => ({
    ok: await verify(stored, body.password),
  }));
  app.post<{ Body: { password: string } }>('/api/v1/auth/register', async ({ body }, reply) => {
    return reply.code(201).send({ length: (await hash(body.password, hashing)).length });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const people = ids.map((id) => ({ email: '', token: sign(id), refreshToken: `${sign(id)} 0` }));
  const cast: Cast = { people, adminToken: sign('admin'), password };
  process.send?.({ url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, cast });
}

process.on('disconnect', () => process.exit(0));
void main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
