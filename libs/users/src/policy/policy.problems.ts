import type { ProblemType } from '@janus/kernel';

export const policyProblems = {
  SELF_FORBIDDEN: {
    code: 'SELF_FORBIDDEN',
    status: 403,
    title: 'Not on your own account',
    meaning:
      'Nobody changes their own role, or suspends, unsuspends, unlocks, restores or deletes themselves this way.',
    cure: 'Ask another administrator. To delete your own account use `DELETE /api/v1/users/me`.',
  },
  TARGET_NOT_BELOW: {
    code: 'TARGET_NOT_BELOW',
    status: 403,
    title: 'The user is not below you',
    meaning: 'Your role may do this only to users whose role has a strictly lower level.',
    cure: 'Ask somebody with a higher role.',
  },
  ROLE_NOT_BELOW: {
    code: 'ROLE_NOT_BELOW',
    status: 403,
    title: 'The role is not below yours',
    meaning: 'You may give only roles whose level is strictly lower than your own; a super admin may give every role.',
    cure: 'Choose a lower role, or ask somebody with a higher one.',
  },
  TARGET_STATE: {
    code: 'TARGET_STATE',
    status: 409,
    title: 'The user is deleted',
    meaning: 'A deleted user can only be read or restored.',
    cure: 'Restore the user first.',
  },
  LAST_SUPER_ADMIN: {
    code: 'LAST_SUPER_ADMIN',
    status: 409,
    title: 'This is the last super admin',
    meaning: 'After this change no active super admin would remain.',
    cure: 'Make another user super admin first.',
  },
  ROLE_NEEDS_VERIFIED_EMAIL: {
    code: 'ROLE_NEEDS_VERIFIED_EMAIL',
    status: 409,
    title: 'The role needs a verified e-mail address',
    meaning: 'Where verification is required, nobody becomes moderator or higher with an unverified address.',
    cure: 'Let the user verify the address first.',
  },
} as const satisfies Record<string, ProblemType>;
