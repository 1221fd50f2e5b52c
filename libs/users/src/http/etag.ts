import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { ExpectedVersion } from '../user-change.js';
import type { User } from '../user.js';

/** What a handler needs of the reply; Fastify's has it. */
export interface HeaderReply {
  header(name: string, value: string): unknown;
}

const strongTag = /^"(\d{1,15})"$/;

/** The strong entity tag of a user (RFC 9110 section 8.8.3). */
export function etagOf(user: User): string {
  return `"${user.version}"`;
}

/** Sets the `ETag` and hands the user on. */
export function tagged(reply: HeaderReply, user: User): User {
  reply.header('ETag', etagOf(user));
  return user;
}

/** The versions that the header accepts. A tag that is weak or not ours matches nothing, as the strong comparison asks. */
export function parseIfMatch(header: string | undefined): ExpectedVersion {
  if (header === undefined || header.trim() === '*') return null;
  return header.split(',').flatMap((tag) => {
    const [, version] = strongTag.exec(tag.trim()) ?? [];
    return version ? [Number(version)] : [];
  });
}

/** The `If-Match` header of the request (RFC 9110 section 13.1.1). */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): ExpectedVersion => {
  return parseIfMatch(
    context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>().headers['if-match'],
  );
});
