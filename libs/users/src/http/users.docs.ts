import { Operation, httpProblems, pageResponseOf } from '@janus/http';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { getSchemaPath } from '@nestjs/swagger';
import { policyProblems } from '../policy/policy.problems.js';
import { usersProblems } from '../users.problems.js';
import { CreatedUserResponse } from './create-user.dto.js';
import { ShortUserResponse, UserResponse } from './user.response.js';

const { EMAIL_TAKEN, IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_MISMATCH, PRECONDITION_FAILED, USER_NOT_FOUND } =
  usersProblems;
const { LAST_SUPER_ADMIN, ROLE_NOT_BELOW, SELF_FORBIDDEN, TARGET_NOT_BELOW, TARGET_STATE } = policyProblems;

const tag = 'users';

export const etagHeader = {
  ETag: { description: 'The version, for `If-Match`.', schema: { type: 'string', example: '"3"' } },
};
export const ifMatchHeader = { 'If-Match': 'The version to change, as `ETag` gave it; `*` for any.' };
export const idempotencyHeader = {
  'Idempotency-Key': 'Repeats of a request with the same key get the first answer, for 24 hours.',
};
export const taggedResponse = { headers: etagHeader } as Partial<ApiResponseOptions>;

export const createdResponse = {
  headers: {
    ...etagHeader,
    Location: { description: 'Where the user is.', schema: { type: 'string', format: 'uri' } },
  },
} as Partial<ApiResponseOptions>;

export const DocReadMe = () =>
  Operation({
    id: 'readMe',
    tag,
    summary: 'Who am I',
    status: 200,
    answer: 'The caller.',
    type: UserResponse,
    response: taggedResponse,
  });

export const DocUpdateMe = () =>
  Operation({
    id: 'updateMe',
    tag,
    summary: 'Edit my profile',
    description: 'JSON merge patch (RFC 7396): absent leaves, null clears.',
    status: 200,
    answer: 'The caller, changed.',
    type: UserResponse,
    response: taggedResponse,
    problems: [PRECONDITION_FAILED],
    headers: ifMatchHeader,
  });

export const DocListUsers = () =>
  Operation({
    id: 'listUsers',
    tag,
    summary: 'List users',
    description: 'Keyset pages. Moderators see the users below them, in the short form.',
    status: 200,
    answer: 'One page.',
    response: pageResponseOf({
      anyOf: [{ $ref: getSchemaPath(UserResponse) }, { $ref: getSchemaPath(ShortUserResponse) }],
    }),
    problems: [httpProblems.INVALID_CURSOR],
  });

export const DocCreateUser = () =>
  Operation({
    id: 'createUser',
    tag,
    summary: 'Create a user and an invitation link',
    description:
      'The user has no password yet and chooses one with the link, which is shown once, or mailed, and lives 7 days.',
    status: 201,
    answer: 'The user, with the invitation.',
    type: CreatedUserResponse,
    response: createdResponse,
    problems: [EMAIL_TAKEN, ROLE_NOT_BELOW, IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_MISMATCH],
    headers: idempotencyHeader,
  });

export const DocSendInvitation = () =>
  Operation({
    id: 'sendInvitation',
    tag,
    summary: 'Invite a user again',
    description: 'For a user who has no password yet. The older link is void.',
    status: 201,
    answer: 'The user, with the invitation unless it is mailed.',
    type: CreatedUserResponse,
    response: createdResponse,
    isBodyOptional: true,
    problems: [USER_NOT_FOUND, SELF_FORBIDDEN, TARGET_NOT_BELOW, TARGET_STATE, usersProblems.HAS_PASSWORD],
  });

export const DocReadUser = () =>
  Operation({
    id: 'readUser',
    tag,
    summary: 'Read a user',
    status: 200,
    answer: 'The user; for moderators in the short form.',
    type: UserResponse,
    response: taggedResponse,
    problems: [USER_NOT_FOUND],
  });

export const DocUpdateUser = () =>
  Operation({
    id: 'updateUser',
    tag,
    summary: "Edit a user's profile",
    description: 'JSON merge patch (RFC 7396): absent leaves, null clears.',
    status: 200,
    answer: 'The user, changed.',
    type: UserResponse,
    response: taggedResponse,
    problems: [USER_NOT_FOUND, TARGET_NOT_BELOW, TARGET_STATE, PRECONDITION_FAILED],
    headers: ifMatchHeader,
  });

export const DocDeleteUser = () =>
  Operation({
    id: 'deleteUser',
    tag,
    summary: 'Delete a user',
    description: 'A soft delete: the sessions end at once, the address stays taken, and the user can be restored.',
    status: 204,
    answer: 'Deleted.',
    problems: [USER_NOT_FOUND, SELF_FORBIDDEN, TARGET_NOT_BELOW, TARGET_STATE, LAST_SUPER_ADMIN, PRECONDITION_FAILED],
    headers: ifMatchHeader,
  });
