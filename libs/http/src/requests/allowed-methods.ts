import { Problem } from '@janus/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { httpProblems } from '../http.problems.js';

interface Route {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/**
 * Remembers which methods each path has, and answers for requests that no route takes: `OPTIONS` with 204 and `Allow`
 * (RFC 9110 section 9.3.7), another method with 405 and `Allow` (section 15.5.6), an unknown path with 404.
 */
export class AllowedMethods {
  private readonly routes = new Map<string, Route>();

  /** Must be called before any route is registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      // The CORS plugin's own, for every path there could be.
      if (url === '*') return;
      const route = this.routes.get(url) ?? { pattern: patternOf(url), methods: new Set(['OPTIONS']) };
      for (const one of [method].flat()) route.methods.add(one);
      if (route.methods.has('GET')) route.methods.add('HEAD');
      this.routes.set(url, route);
    });
    // In the first hook, so that neither type nor size nor form of a body is looked at for a request that has no route.
    fastify.addHook('onRequest', async (request, reply) => {
      if (request.is404 || request.method === 'OPTIONS') await this.answer(request, reply);
    });
  }

  /** Answers OPTIONS. @throws Problem NOT_FOUND, METHOD_NOT_ALLOWED */
  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const allow = this.allowed(pathOf(request.url));
    if (allow === null) throw new Problem(httpProblems.NOT_FOUND);
    if (request.method !== 'OPTIONS') throw new Problem(httpProblems.METHOD_NOT_ALLOWED, { headers: { Allow: allow } });
    await reply.code(204).header('Allow', allow).send();
  }

  /** The methods of every route with this path, or null if there is none. */
  private allowed(path: string): string | null {
    const found = [...this.routes.values()].filter(({ pattern }) => pattern.test(path));
    const methods = new Set(found.flatMap((route) => [...route.methods]));
    return found.length === 0 ? null : [...methods].toSorted().join(', ');
  }
}

function pathOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('/')}$`);
}
