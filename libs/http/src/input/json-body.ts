import { Problem } from '@janus/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { httpProblems } from '../http.problems.js';
import { invalidRequest, parseForm } from './form-body.js';
import { UnreadBody } from './no-body.guard.js';
import { parseJson } from './parse-json.js';

const json = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const mergePatch = /^application\/merge-patch\+json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const form = /^application\/x-www-form-urlencoded\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Replaces Fastify's parsers: strict JSON and nothing else, but for the routes that read a form and nothing else. */
export function acceptOnlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  // Before the body is read, so that a wrong type is 415 whatever the size.
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    if (hasBody(request) && !readsNoBody(request) && !isAccepted(request)) {
      done(unsupported(request), undefined);
      return;
    }
    done(null, payload);
  });
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      done(null, parsed(request, body));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

// Of GET and HEAD Fastify reads no body, whatever its type; the guard refuses it.
function hasBody({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function readsNoBody(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { readsNoBody?: boolean }).readsNoBody === true;
}

function readsForm(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { readsForm?: boolean }).readsForm === true;
}

function unsupported(request: FastifyRequest): Problem {
  const type = httpProblems.UNSUPPORTED_MEDIA_TYPE;
  return readsForm(request) ? invalidRequest(type) : new Problem(type);
}

function parsed(request: FastifyRequest, body: Buffer): unknown {
  if (readsForm(request)) return parseForm(body);
  return readsNoBody(request) ? unread(request, body) : parseJson(body);
}

function isAccepted(request: FastifyRequest): boolean {
  const { method, headers } = request;
  const type = headers['content-type'] ?? '';
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (readsForm(request)) return coding === 'identity' && form.test(type);
  return coding === 'identity' && (json.test(type) || (method === 'PATCH' && mergePatch.test(type)));
}

// Such a route takes an empty body or {}; the rest is refused after the caller has been checked.
function unread(request: FastifyRequest, body: Buffer): unknown {
  const isEmptyObject = isAccepted(request) && /^\s*\{\s*\}\s*$/.test(body.toString('utf8'));
  return body.length === 0 || isEmptyObject ? undefined : new UnreadBody();
}
