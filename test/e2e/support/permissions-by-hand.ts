/**
 * Cells of docs/permissions.md as a person reads them, so that a wrong datum is found: who, what, to whom, the answer.
 * `admin>user` is the role to give; `gone` is a deleted user, `held` a suspended one, `oneself`, `unknown` an id of nobody.
 */
const table = `
super_admin  sessions:list      super_admin        200
super_admin  sessions:revoke    super_admin        204
super_admin  users:list         -                  200
super_admin  users:read         super_admin        200
super_admin  users:read         gone admin         200
super_admin  users:create       super_admin        201
super_admin  users:update       super_admin        200
super_admin  users:update       oneself            200
super_admin  users:suspend      super_admin        200
super_admin  users:suspend      held admin         200
super_admin  users:suspend      oneself            403 SELF_FORBIDDEN
super_admin  users:unsuspend    held super_admin   200
super_admin  users:unlock       super_admin        200
super_admin  users:unlock       oneself            403 SELF_FORBIDDEN
super_admin  users:delete       super_admin        204
super_admin  users:delete       gone user          409 TARGET_STATE
super_admin  users:delete       oneself            403 SELF_FORBIDDEN
super_admin  users:restore      gone super_admin   200
super_admin  users:restore      user               200
super_admin  users:change-role  user>super_admin   200
super_admin  users:change-role  super_admin>guest  200
super_admin  users:change-role  oneself>user       403 SELF_FORBIDDEN
super_admin  users:change-role  unknown>user       404 USER_NOT_FOUND
super_admin  authz:explain      super_admin        200
super_admin  roles:read         -                  200
admin        sessions:list      moderator          200
admin        sessions:list      admin              403 TARGET_NOT_BELOW
admin        sessions:list      oneself            200
admin        sessions:list      gone user          409 TARGET_STATE
admin        sessions:revoke    super_admin        403 TARGET_NOT_BELOW
admin        users:list         -                  200
admin        users:read         super_admin        200
admin        users:read         gone super_admin   200
admin        users:create       moderator          201
admin        users:create       admin              403 ROLE_NOT_BELOW
admin        users:update       admin              403 TARGET_NOT_BELOW
admin        users:update       moderator          200
admin        users:suspend      moderator          200
admin        users:suspend      gone user          409 TARGET_STATE
admin        users:suspend      unknown            404 USER_NOT_FOUND
admin        users:unsuspend    held admin         403 TARGET_NOT_BELOW
admin        users:unlock       user               200
admin        users:delete       guest              204
admin        users:delete       admin              403 TARGET_NOT_BELOW
admin        users:delete       oneself            403 SELF_FORBIDDEN
admin        users:restore      gone user          200
admin        users:restore      gone admin         403 TARGET_NOT_BELOW
admin        users:change-role  user>moderator     200
admin        users:change-role  user>admin         403 ROLE_NOT_BELOW
admin        users:change-role  moderator>moderator  200
admin        users:change-role  gone user>guest    409 TARGET_STATE
admin        authz:explain      moderator          200
admin        authz:explain      admin              403 TARGET_NOT_BELOW
moderator    sessions:list      user               403 NO_PERMISSION
moderator    sessions:list      admin              404 USER_NOT_FOUND
moderator    sessions:revoke    user               204
moderator    users:list         -                  200
moderator    users:read         guest              200
moderator    users:read         held user          200
moderator    users:read         moderator          404 USER_NOT_FOUND
moderator    users:read         gone user          404 USER_NOT_FOUND
moderator    users:read         oneself            200
moderator    users:create       guest              403 NO_PERMISSION
moderator    users:update       user               403 NO_PERMISSION
moderator    users:update       oneself            200
moderator    users:suspend      user               200
moderator    users:suspend      oneself            403 SELF_FORBIDDEN
moderator    users:suspend      admin              404 USER_NOT_FOUND
moderator    users:unsuspend    held user          403 NO_PERMISSION
moderator    users:unlock       user               200
moderator    users:delete       user               403 NO_PERMISSION
moderator    users:restore      gone user          403 NO_PERMISSION
moderator    users:change-role  guest>user         403 NO_PERMISSION
moderator    authz:explain      user               403 NO_PERMISSION
moderator    authz:explain      super_admin        404 USER_NOT_FOUND
user         profile:update     -                  200
user         sessions:list      oneself            200
user         users:list         -                  403 NO_PERMISSION
user         users:read         oneself            200
user         users:read         guest              404 USER_NOT_FOUND
user         users:update       oneself            200
user         users:update       guest              404 USER_NOT_FOUND
user         users:suspend      guest              403 NO_PERMISSION
user         users:suspend      unknown            403 NO_PERMISSION
user         authz:explain      oneself            200
user         roles:read         -                  200
guest        profile:read       -                  200
guest        profile:update     -                  403 NO_PERMISSION
guest        sessions:list      oneself            200
guest        users:read         oneself            200
guest        users:read         user               404 USER_NOT_FOUND
guest        users:update       oneself            403 NO_PERMISSION
guest        authz:explain      user               404 USER_NOT_FOUND
nobody       profile:read       -                  401 AUTHENTICATION_REQUIRED
nobody       users:list         -                  401 AUTHENTICATION_REQUIRED
nobody       users:read         user               401 AUTHENTICATION_REQUIRED
nobody       roles:read         -                  401 AUTHENTICATION_REQUIRED
nobody       authz:explain      user               401 AUTHENTICATION_REQUIRED
`;

export interface CellByHand {
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly answer: string;
}

export const cellsByHand: readonly CellByHand[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [actor = '', action = '', target = '', answer = ''] = line.split(/ {2,}/);
    return { actor, action, target, answer };
  });
