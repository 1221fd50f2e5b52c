import type { EndReason } from '@janus/access';
import type { InputError, ProblemType } from '@janus/kernel';
import { Problem } from '@janus/kernel';

export const authProblems = {
  INVALID_CREDENTIALS: {
    code: 'INVALID_CREDENTIALS',
    status: 401,
    title: 'Address or password is wrong',
    meaning:
      'There is no account that can sign in with this address and password. Which of the two is wrong is not told.',
    cure: 'Check both and try again.',
  },
  INVALID_REFRESH_TOKEN: {
    code: 'INVALID_REFRESH_TOKEN',
    status: 401,
    title: 'The refresh token is not valid',
    meaning: 'The token was not issued by this service, or its session is unknown.',
    cure: 'Sign in again.',
  },
  PASSWORD_REFUSED: {
    code: 'PASSWORD_REFUSED',
    status: 400,
    title: 'The password does not follow the rules',
    meaning: 'Only the password is wrong with this request. `errors` names every rule that it breaks.',
    cure: 'Choose another password.',
  },
  EMAIL_NOT_VERIFIED: {
    code: 'EMAIL_NOT_VERIFIED',
    status: 403,
    title: 'The e-mail address is not verified',
    meaning: 'Address and password are right, but this service wants the address verified first.',
    cure: 'Follow the link in the mail, or ask for another with `POST /api/v1/auth/resend-verification`.',
  },
  WRONG_PASSWORD: {
    code: 'WRONG_PASSWORD',
    status: 403,
    title: 'The current password is wrong',
    meaning: 'The change needs the current password of the account, and the one that was sent is another.',
    cure: 'Send the current password. You stay signed in.',
  },
  SESSION_NOT_FOUND: {
    code: 'SESSION_NOT_FOUND',
    status: 404,
    title: 'There is no such session',
    meaning: 'The user has no session with this id.',
    cure: 'Take the id from the list of sessions.',
  },
  INVALID_LINK: {
    code: 'INVALID_LINK',
    status: 400,
    title: 'The link does not work',
    meaning: 'The one-time token is unknown, expired, replaced by a newer one, or has been used.',
    cure: 'Ask for a new link.',
  },
  KEY_NOT_FOUND: {
    code: 'KEY_NOT_FOUND',
    status: 404,
    title: 'There is no such signing key',
    meaning: 'The ring has no key with this id.',
    cure: 'Take the id from `npm run janus -- keys list`.',
  },
  KEY_IN_USE: {
    code: 'KEY_IN_USE',
    status: 409,
    title: 'The key signs now',
    meaning: 'The current key is retired by its successor, not by hand: without one nobody could sign in.',
    cure: 'Make a next key with `npm run janus -- keys rotate`, or, if the key is compromised, revoke it.',
  },
  NO_SIGNING_KEYS: {
    code: 'NO_SIGNING_KEYS',
    status: 409,
    title: 'There are no keys to rotate',
    meaning: 'Tokens are signed with the shared secret of the settings (`JWT_ALG=HS256`).',
    cure: 'Set another `JWT_SECRET`, or better another `JWT_ALG`.',
  },
  CLIENT_NOT_FOUND: {
    code: 'CLIENT_NOT_FOUND',
    status: 404,
    title: 'There is no such service client',
    meaning: 'No service credential has this id.',
    cure: 'Take the id from `npm run janus -- clients list`.',
  },
  REGISTRATION_CLOSED: {
    code: 'REGISTRATION_CLOSED',
    status: 403,
    title: 'Registration is closed',
    meaning: 'On this service only administrators create accounts.',
    cure: 'Ask an administrator for an invitation.',
  },
  INVALID_SETUP_TOKEN: {
    code: 'INVALID_SETUP_TOKEN',
    status: 403,
    title: 'The setup token is not valid',
    meaning: 'The token is wrong, or older than 30 minutes. A restart of the service makes a new one.',
    cure: 'Take the token from the banner or from the file `setup-token` in the data folder, or restart the service.',
  },
  SETUP_CLOSED: {
    code: 'SETUP_CLOSED',
    status: 410,
    title: 'The setup is closed',
    meaning: 'The first super admin exists. The setup is closed for good.',
    cure: 'Sign in as a super admin, or ask one. If none can sign in, whoever has the host runs `janus admin recover --email <address>` there.',
  },
} as const satisfies Record<string, ProblemType>;

export function invalidCredentials(): Problem {
  return new Problem(authProblems.INVALID_CREDENTIALS);
}

export function passwordRefused(errors: readonly InputError[]): Problem {
  return new Problem(authProblems.PASSWORD_REFUSED, { extra: { errors } });
}

/** Reasons that the owner is told at the next sign-in: never one's own doing. */
export const noticedReasons: readonly EndReason[] = [
  'refresh_reuse',
  'revoked_by_admin',
  'password_reset',
  'role_changed',
  'suspended',
];
