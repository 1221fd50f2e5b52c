import { kernelProblems } from '@janus/kernel';
import { accessProblems } from '@janus/access';
import { Operation } from '@janus/http';
import { policyProblems, usersProblems } from '@janus/users';
import { UserResponse, createdResponse, idempotencyHeader, ifMatchHeader } from '@janus/users/http';
import { authProblems } from '../auth.problems.js';
import { PasswordPolicyResponse } from './password-policy.response.js';
import { TokenResponse } from './token.response.js';

const { INVALID_CREDENTIALS, INVALID_LINK, INVALID_REFRESH_TOKEN, INVALID_SETUP_TOKEN, PASSWORD_REFUSED } =
  authProblems;
const { EMAIL_TAKEN, IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_MISMATCH, PRECONDITION_FAILED } = usersProblems;
const { OVERLOADED } = kernelProblems;

const tag = 'auth';

export const DocRegister = () =>
  Operation({
    id: 'register',
    tag,
    summary: 'Create an account',
    status: 201,
    answer: 'The new user.',
    type: UserResponse,
    response: createdResponse,
    problems: [
      EMAIL_TAKEN,
      PASSWORD_REFUSED,
      authProblems.REGISTRATION_CLOSED,
      IDEMPOTENCY_IN_PROGRESS,
      IDEMPOTENCY_MISMATCH,
      OVERLOADED,
    ],
    headers: idempotencyHeader,
  });

export const DocLogin = () =>
  Operation({
    id: 'login',
    tag,
    summary: 'Sign in',
    status: 200,
    answer: 'Tokens of a new session.',
    type: TokenResponse,
    problems: [INVALID_CREDENTIALS, OVERLOADED],
  });

export const DocPasswordPolicy = () =>
  Operation({
    id: 'readPasswordPolicy',
    tag,
    summary: 'What a new password must be like',
    status: 200,
    answer: 'The rules in force. A refusal names every one that is broken.',
    type: PasswordPolicyResponse,
  });

export const DocRefresh = () =>
  Operation({
    id: 'refresh',
    tag,
    summary: 'Exchange a refresh token',
    description:
      'Each refresh token works once. Its direct predecessor gets the same answer again for a few seconds (two tabs, a lost answer); after that a used token ends the session.',
    status: 200,
    answer: 'New tokens of the same session.',
    type: TokenResponse,
    problems: [INVALID_REFRESH_TOKEN, accessProblems.SESSION_ENDED],
  });

export const DocLogout = () =>
  Operation({
    id: 'logout',
    tag,
    summary: 'Sign out',
    description: 'By refresh token or by access token. A token that is dead or unknown is fine.',
    status: 204,
    answer: 'Signed out.',
    isBodyOptional: true,
    takesToken: true,
    problems: [accessProblems.AUTHENTICATION_REQUIRED],
  });

export const DocAcceptInvitation = () =>
  Operation({
    id: 'acceptInvitation',
    tag,
    summary: 'Choose the first password',
    status: 204,
    answer: 'The password is set; sign in with it.',
    problems: [INVALID_LINK, PASSWORD_REFUSED, OVERLOADED],
  });

export const DocChangePassword = () =>
  Operation({
    id: 'changePassword',
    tag: 'users',
    summary: 'Change my password',
    description: 'Every other session ends at once; this one goes on.',
    status: 204,
    answer: 'Changed.',
    problems: [authProblems.WRONG_PASSWORD, PASSWORD_REFUSED, OVERLOADED],
  });

export const DocDeleteMe = () =>
  Operation({
    id: 'deleteMe',
    tag: 'users',
    summary: 'Delete my account',
    status: 204,
    answer: 'Deleted; every session has ended.',
    problems: [authProblems.WRONG_PASSWORD, policyProblems.LAST_SUPER_ADMIN, PRECONDITION_FAILED, OVERLOADED],
    headers: ifMatchHeader,
  });

export const DocSetup = () =>
  Operation({
    id: 'setup',
    tag: 'setup',
    summary: 'Become the first super admin',
    status: 201,
    answer: 'The super admin.',
    type: UserResponse,
    response: createdResponse,
    problems: [INVALID_SETUP_TOKEN, authProblems.SETUP_CLOSED, EMAIL_TAKEN, PASSWORD_REFUSED, OVERLOADED],
  });
