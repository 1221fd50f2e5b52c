import type { Refusal } from './decision.js';

/** A rule of the policy as people read it: what is so when it refuses. */
export interface PolicyRule {
  readonly rule: number;
  readonly reason: Refusal;
  readonly meaning: string;
}

/** In the order in which they are decided; the number is what `POST /authz/explain` answers. */
export const policyRules: readonly PolicyRule[] = [
  { rule: 1, reason: 'NO_PERMISSION', meaning: 'The actor’s role has no entry for this action.' },
  { rule: 2, reason: 'USER_NOT_FOUND', meaning: 'There is no such user, or the actor may not see that there is.' },
  { rule: 3, reason: 'NO_PERMISSION', meaning: 'The actor’s role allows this to oneself only.' },
  { rule: 4, reason: 'SELF_FORBIDDEN', meaning: 'Nobody does this to their own account.' },
  { rule: 5, reason: 'TARGET_NOT_BELOW', meaning: 'The target’s role is not strictly below the actor’s.' },
  { rule: 6, reason: 'TARGET_STATE', meaning: 'The target is deleted and can only be read or restored.' },
  { rule: 7, reason: 'LAST_SUPER_ADMIN', meaning: 'No active super admin would remain.' },
  { rule: 9, reason: 'ROLE_NOT_BELOW', meaning: 'The new role is not strictly below the actor’s.' },
  {
    rule: 10,
    reason: 'ROLE_NEEDS_VERIFIED_EMAIL',
    meaning: 'The new role is moderator or higher and the target’s e-mail address is not verified.',
  },
];
