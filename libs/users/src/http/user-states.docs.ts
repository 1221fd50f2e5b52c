import { Operation } from '@janus/http';
import type { ProblemType } from '@janus/kernel';
import { policyProblems } from '../policy/policy.problems.js';
import { usersProblems } from '../users.problems.js';
import { UserResponse } from './user.response.js';
import { ifMatchHeader, taggedResponse } from './users.docs.js';

const { LAST_SUPER_ADMIN, ROLE_NEEDS_VERIFIED_EMAIL, ROLE_NOT_BELOW, SELF_FORBIDDEN, TARGET_NOT_BELOW, TARGET_STATE } =
  policyProblems;
const { PRECONDITION_FAILED, USER_NOT_FOUND } = usersProblems;

/** All changes of state are alike but for their name and what can be in the way. */
function DocStateChange(
  id: string,
  summary: string,
  description: string,
  problems: readonly ProblemType[],
): MethodDecorator {
  return Operation({
    id,
    tag: 'users',
    summary,
    description: `${description} Repeating it changes nothing.`,
    status: 200,
    answer: 'The user as it is now; for moderators in the short form.',
    type: UserResponse,
    response: taggedResponse,
    problems: [USER_NOT_FOUND, SELF_FORBIDDEN, TARGET_NOT_BELOW, PRECONDITION_FAILED, ...problems],
    headers: ifMatchHeader,
    ...(id === 'changeRole' ? {} : { isBodyOptional: true }),
  });
}

export const DocSuspend = () =>
  DocStateChange('suspendUser', 'Suspend a user', 'The sessions end at once.', [TARGET_STATE, LAST_SUPER_ADMIN]);

export const DocUnsuspend = () =>
  DocStateChange('unsuspendUser', 'Lift a suspension', 'The user may sign in again.', [TARGET_STATE]);

export const DocUnlock = () =>
  DocStateChange('unlockUser', 'Lift the lock after failed sign-ins', 'The next attempt is free again.', [
    TARGET_STATE,
  ]);

export const DocRestore = () =>
  DocStateChange('restoreUser', 'Restore a deleted user', 'The user may sign in again.', []);

export const DocChangeRole = () =>
  DocStateChange(
    'changeRole',
    "Change a user's role",
    'It holds at once, for old tokens too; a demotion ends the sessions.',
    [TARGET_STATE, LAST_SUPER_ADMIN, ROLE_NOT_BELOW, ROLE_NEEDS_VERIFIED_EMAIL],
  );
