import type { Scope } from '@janus/access';

/** What the words in the cells mean, for both pages. */
export const scopeMeanings: Readonly<Record<Scope | 'none', string>> = {
  any: 'everybody, whatever their role',
  below: 'users whose role has a strictly lower level',
  self: 'oneself',
  none: 'not at all',
};

export const intro =
  'What each role may do, and to whom. Role and state of both sides are those in the database at the time of the call. Whoever calls without a token is a guest without an account and reaches public routes only.';

export const rulesIntro =
  'A call is refused with the code of the first rule that says no; POST /api/v1/authz/explain names it without making the call. A caller who is suspended or deleted gets 401 before any of them.';

export function cellText(scopes: readonly Scope[]): string {
  return scopes.length === 0 ? '–' : scopes.join(', ');
}
