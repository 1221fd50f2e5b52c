import type { ProblemType } from '@janus/kernel';
import { kernelProblems, problemSlug } from '@janus/kernel';
import type { AccessRule } from '@janus/access';
import { accessProblems } from '@janus/access';
import type { OpenAPIObject } from '@nestjs/swagger';
import { httpProblems } from '../http.problems.js';
import { exampleOf } from './example-of.js';
import type { OperationNotes } from './operation.decorator.js';
import { notesExtension } from './operation.decorator.js';
import { pageInfoSchema, problemSchema, rateLimitHeaderSchemas, retryAfterSchema } from './shared-schemas.js';

type Json = Record<string, unknown>;

interface DocumentOperation extends Json {
  operationId: string;
  requestBody?: { required?: boolean; content: Record<string, Json> };
  responses: Record<string, Json>;
  [notesExtension]?: OperationNotes;
}

const always = [httpProblems.INTERNAL, kernelProblems.DATABASE_UNAVAILABLE];
const withBody = [
  httpProblems.MALFORMED_JSON,
  kernelProblems.VALIDATION_FAILED,
  httpProblems.BODY_TOO_LARGE,
  httpProblems.UNSUPPORTED_MEDIA_TYPE,
];
const withForm = withBody.slice(1);
const guarded = [accessProblems.AUTHENTICATION_REQUIRED, accessProblems.INVALID_TOKEN, accessProblems.SESSION_ENDED];
/** What goes wrong with the caller where no role is asked. */
const byCaller: Readonly<Record<string, readonly ProblemType[]>> = {
  optional: guarded.slice(1),
  service: [accessProblems.INVALID_CLIENT],
};
const methods = ['get', 'post', 'patch', 'put', 'delete'] as const;

/**
 * Completes the document that Nest collected: who may call (from the very metadata that guards the route), every error as
 * problem+json with an example, an example for every body, OpenAPI 3.1 in place of `nullable`.
 * @param rules the access rule of each operationId
 */
export function finishDocument(document: OpenAPIObject, rules: ReadonlyMap<string, AccessRule>): OpenAPIObject {
  const schemas = { ...document.components?.schemas, Problem: problemSchema, PageInfo: pageInfoSchema };
  const finished = withTypeArrays({ ...document, components: { ...document.components, schemas } }) as Json;
  for (const [method, operation] of operationsOf(finished)) {
    const rule = rules.get(operation.operationId);
    const notes = operation[notesExtension];
    if (!rule || !notes) throw new Error(`operation ${operation.operationId} lacks an access rule or @Operation`);
    delete operation[notesExtension];
    applyRule(operation, rule, notes);
    addProblems(operation, rule, notes.isUnlimited ? notes.problems : [...notes.problems, httpProblems.RATE_LIMITED]);
    if (!notes.isUnlimited) addLimitHeaders(operation);
    addExamples(operation, finished);
    finishBody(method, operation, notes);
  }
  return finished as unknown as OpenAPIObject;
}

function operationsOf(document: Json): [method: string, DocumentOperation][] {
  return Object.values(document['paths'] as Record<string, Record<string, DocumentOperation>>).flatMap((path) =>
    methods.flatMap((method) => (path[method] ? [[method, path[method]] as [string, DocumentOperation]] : [])),
  );
}

/** `PATCH` takes the merge patch under its own name, too (RFC 7396). */
function finishBody(method: string, { requestBody }: DocumentOperation, { isBodyOptional }: OperationNotes): void {
  if (!requestBody) return;
  if (isBodyOptional) requestBody.required = false;
  const json = requestBody.content['application/json'];
  if (method === 'patch' && json) requestBody.content['application/merge-patch+json'] = json;
}

function applyRule(operation: DocumentOperation, rule: AccessRule, { takesToken }: OperationNotes): void {
  const isOptional = rule.kind === 'optional' || takesToken;
  const byRule: Json[] = rule.kind === 'public' ? [] : [rule.kind === 'service' ? { service: [] } : { bearer: [] }];
  operation['security'] = isOptional ? [{}, { bearer: [] }] : byRule;
  if (rule.kind === 'permission') operation['x-required-permissions'] = [rule.action];
  if (rule.kind === 'roles') operation['x-required-roles'] = rule.roles;
}

function addProblems(operation: DocumentOperation, rule: AccessRule, own: readonly ProblemType[]): void {
  const isGuarded = rule.kind === 'permission' || rule.kind === 'roles';
  const ofBody = rule.kind === 'service' ? withForm : withBody;
  const body = operation.requestBody ? ofBody : hasParameters(operation) ? [kernelProblems.VALIDATION_FAILED] : [];
  const caller = isGuarded ? [...guarded, accessProblems.NO_PERMISSION] : (byCaller[rule.kind] ?? []);
  const all = [...new Set<ProblemType>([...own, ...body, ...caller, ...always])];
  for (const status of [...new Set(all.map((type) => type.status))].toSorted((a, b) => a - b)) {
    const response = problemResponse(
      all.filter((type) => type.status === status),
      rule,
    );
    operation.responses[status] = mergeResponse(operation.responses[status] ?? {}, response);
  }
}

/** Every answer of a limited route says what is left. */
function addLimitHeaders({ responses }: DocumentOperation): void {
  for (const response of Object.values(responses)) {
    response['headers'] = { ...(response['headers'] as Json), ...rateLimitHeaderSchemas };
  }
  const refusal = responses['429'];
  if (refusal) refusal['headers'] = { ...(refusal['headers'] as Json), ...retryAfterSchema };
}

function hasParameters({ parameters }: DocumentOperation): boolean {
  return Array.isArray(parameters) && parameters.some((one: Json) => one['in'] === 'path' || one['in'] === 'query');
}

function mergeResponse(before: Json, after: Json): Json {
  return { ...before, ...after, content: { ...(before['content'] as Json), ...(after['content'] as Json) } };
}

function problemResponse(types: readonly ProblemType[], rule: AccessRule): Json {
  const examples = Object.fromEntries(
    types.map((type) => [type.code, { summary: type.title, value: problemExample(type, rule) }]),
  );
  return {
    description: types.map(({ code }) => `\`${code}\``).join(', '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples } },
  };
}

/** On the routes of services: what RFC 6749 calls it. */
const oauthErrors: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'invalid_client',
  415: 'invalid_request',
};

function problemExample({ code, status, title }: ProblemType, { kind }: AccessRule): Json {
  const type = `https://id.example.com/problems/${problemSlug(code)}`;
  const requestId = '019ab4c8-6a11-7d2e-9b7c-1d2e3f4a5b6c';
  const [pointer, message] =
    kind === 'service' ? ['/token', 'must be given once'] : ['/email', 'must be an e-mail address'];
  const extra =
    code === 'SESSION_ENDED' ? { endReason: 'logout' } : status === 400 ? { errors: [{ pointer, message }] } : {};
  const error = kind === 'service' ? oauthErrors[status] : undefined;
  return { type, title, status, code, requestId, ...extra, ...(error === undefined ? {} : { error }) };
}

function addExamples(operation: DocumentOperation, document: Json): void {
  const bodies = [operation.requestBody, ...Object.values(operation.responses)];
  for (const content of bodies.map((body) => body?.['content'] as Record<string, Json> | undefined)) {
    const json = content?.['application/json'] ?? content?.['application/x-www-form-urlencoded'];
    if (json && json['example'] === undefined) json['example'] = exampleOf(json['schema'], document);
  }
}

/** `nullable` is a word of OpenAPI 3.0; 3.1 says it with JSON Schema's list of types. */
function withTypeArrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTypeArrays);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Json;
  const members = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, withTypeArrays(member)]));
  return nullable === true && typeof members['type'] === 'string'
    ? { ...members, type: [members['type'], 'null'] }
    : members;
}
