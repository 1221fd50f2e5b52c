import type { Action, Role } from '@janus/access';
import { isPermitted, roles } from '@janus/access';
import { unknownId } from './support/action-calls.js';
import { mapped } from './support/cast.js';
import type { Person } from './support/people.js';
import { firstAdmin, withRole } from './support/people.js';
import type { RawAnswer } from './support/raw-http.js';
import { sendRaw } from './support/raw-http.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

interface Guarded {
  readonly method: string;
  readonly path: string;
  readonly action: Action;
}

const upper = (text: string) => text.toUpperCase();
const encodedFirst = (path: string) =>
  path.replace(/\/([a-z])(?=[a-z-]*$)/, (_, letter: string) => `/%${letter.codePointAt(0)?.toString(16)}`);

/** Ways to write a path that some routers take for the same. */
const spellings: Readonly<Record<string, (path: string) => string>> = {
  'an encoded letter': encodedFirst,
  'an encoded letter of the prefix': (path) => path.replace('/api', '/%61pi'),
  'an encoded slash': (path) => path.replace('/v1/', '/v1%2f'),
  'a slash at the end': (path) => `${path}/`,
  'a double slash inside': (path) => path.replace('/v1/', '/v1//'),
  'a double slash before': (path) => `/${path}`,
  'a dot segment': (path) => path.replace('/v1/', '/v1/health/../'),
  'an encoded dot segment': (path) => path.replace('/v1/', '/v1/health/%2e%2e/'),
  'a path parameter': (path) => `${path};x=/health/live`,
  'a query that looks like a path': (path) => `${path}?/../health/live`,
  'a prefix in upper case': (path) => path.replace('/api/v1', upper),
  'an end in upper case': (path) => path.replace(/\/[a-z-]+$/, upper),
  'the absolute form': (path) => `http://x${path}`,
  'the absolute form of another host': (path) => `http://evil.example${path}`,
};
const refusals = [
  '400 BAD_REQUEST',
  '401 AUTHENTICATION_REQUIRED',
  '403 NO_PERMISSION',
  '404 NOT_FOUND',
  '405 METHOD_NOT_ALLOWED',
];
const sameRoute = ['an encoded letter', 'an encoded letter of the prefix', 'the absolute form'];

describe('guarded routes, however their paths are written', () => {
  let world: World;
  let routes: readonly Guarded[];
  let callers: readonly { readonly role: Role | null; readonly token: string | null }[];

  beforeAll(async () => {
    world = await openWorld();
    const root = await firstAdmin(world.client, world.service);
    const people = await mapped(roles, async (role): Promise<[Role, Person]> => [
      role,
      role === 'super_admin' ? root : await withRole(world.client, root, role),
    ]);
    callers = [{ role: null, token: null }, ...people.map(([role, { token }]) => ({ role, token }))];
    routes = await guardedRoutes();
  });

  afterAll(() => world.end());

  /** From the document, so that a new route is tried without being named here. */
  async function guardedRoutes(): Promise<Guarded[]> {
    const document = (await (await fetch(`${world.service.url}/docs/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-required-permissions'?: Action[] }>>;
    };
    return Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, operation]) =>
        (operation['x-required-permissions'] ?? []).map((action) => ({
          method: upper(method),
          path: path.replaceAll(/\{\w+\}/g, unknownId),
          action,
        })),
      ),
    );
  }

  const send = (method: string, target: string, token: string | null) =>
    sendRaw(
      world.service.url,
      [
        `${method} ${target} HTTP/1.1`,
        'Host: x',
        'Connection: close',
        ...(method === 'GET' || method === 'HEAD' ? [] : ['Content-Length: 0']),
        ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
        '',
        '',
      ].join('\r\n'),
    );
  const told = ({ status, code }: RawAnswer) => `${status} ${code}`.trim();
  const everyTry = () => routes.flatMap((route) => callers.map((caller) => ({ ...route, ...caller })));
  const isRefused = (answer: string) => ['401 AUTHENTICATION_REQUIRED', '403 NO_PERMISSION'].includes(answer);

  it('answer by the rule alone who may not call, and let in who may', async () => {
    const wrong = await mapped(everyTry(), async ({ method, path, action, role, token }) => {
      const is = told(await send(method, path, token));
      if (role === null) return is === '401 AUTHENTICATION_REQUIRED' ? [] : [[method, path, is]];
      return isRefused(is) === !isPermitted(role, action) ? [] : [[method, path, role, is]];
    });
    expect(wrong.flat()).toEqual([]);
    expect(routes.length).toBeGreaterThan(20);
  });

  it('give HEAD what GET is given, but no body', async () => {
    const reads = everyTry().filter(({ method }) => method === 'GET');
    const wrong = await mapped(reads, async ({ path, role, token }) => {
      const [get, head] = [await send('GET', path, token), await send('HEAD', path, token)];
      return head.status === get.status && head.body === '' ? [] : [[path, role, get.status, head.status, head.body]];
    });
    expect(wrong.flat()).toEqual([]);
  });

  it.each(Object.entries(spellings))('give %s no more than the path itself', async (name, spelled) => {
    const wrong = await mapped(everyTry(), async ({ method, path, role, token }) => {
      if (spelled(path) === path) return [];
      const [plain, other] = [told(await send(method, path, token)), told(await send(method, spelled(path), token))];
      const isMore = isRefused(plain) ? !refusals.includes(other) : other.startsWith('2');
      const isFine = other === plain || (!isMore && !sameRoute.includes(name));
      return isFine ? [] : [[method, spelled(path), role, plain, other]];
    });
    expect(wrong.flat()).toEqual([]);
  });
});
