import { jwtSecret } from './jwt-secret.js';
import * as parse from './parsers.js';
import { firstRelease as since, setting } from './setting.js';

/** A signing key is kept so long after its last signature. */
export const longestAccessTtlSeconds = 86_400;

/** Access and refresh tokens. */
export const tokenSettings = {
  JWT_ALG: setting({
    group: 'Tokens',
    default: 'ES256',
    meaning: 'Algorithm of access tokens. HS256 needs `JWT_SECRET`; the other keys are made and kept by the service.',
    since,
    parse: parse.oneOf('ES256', 'RS256', 'PS256', 'HS256'),
  }),
  JWT_SECRET: setting({
    group: 'Tokens',
    default: null,
    meaning:
      'HS256 only: at least 32 random bytes, as 43 characters base64url or 64 hex. The key is the UTF-8 bytes of the text as written. Known secrets and readable text are refused, also where they are written as hex or base64.',
    since,
    secret: true,
    parse: jwtSecret,
  }),
  JWT_ISSUER: setting({
    group: 'Tokens',
    default: null,
    defaultNote: 'PUBLIC_URL',
    meaning: '`iss` of access tokens.',
    since,
    parse: parse.text,
  }),
  JWT_AUDIENCE: setting({
    group: 'Tokens',
    default: 'janus',
    meaning: '`aud` of access tokens.',
    since,
    parse: parse.text,
  }),
  JWT_CLAIMS: setting({
    group: 'Tokens',
    default: 'full',
    meaning: '`full` adds userId, email and role to access tokens; `minimal` does not.',
    since,
    parse: parse.oneOf('full', 'minimal'),
  }),
  ACCESS_TTL_SECONDS: setting({
    group: 'Tokens',
    default: '3600',
    meaning: 'Life of an access token.',
    since,
    parse: parse.integer(10, longestAccessTtlSeconds),
  }),
  JWKS_CACHE_SECONDS: setting({
    group: 'Tokens',
    default: '300',
    meaning: 'How long others may cache the key set. A new signing key is published so long before it signs.',
    since: '0.2.0',
    parse: parse.integer(1, 86_400),
  }),
  REFRESH_TTL_SECONDS: setting({
    group: 'Tokens',
    default: '604800',
    meaning: 'Idle life of a session.',
    since,
    parse: parse.integer(10, 31_536_000),
  }),
  SESSION_TTL_SECONDS: setting({
    group: 'Tokens',
    default: '2592000',
    meaning: 'Absolute life of a session.',
    since,
    parse: parse.integer(10, 315_360_000),
  }),
  REFRESH_GRACE_SECONDS: setting({
    group: 'Tokens',
    default: '10',
    meaning: 'How long the direct predecessor of a refresh token gets the same answer again; 0 = strict.',
    since,
    parse: parse.integer(0, 300),
  }),
  KEY_ENCRYPTION_KEY: setting({
    group: 'Tokens',
    default: null,
    defaultNote: 'made in DATA_DIR in development',
    meaning:
      '32 bytes, base64url or hex: encrypts the signing keys in the database and tags refresh tokens. Several, comma-separated: the first one encrypts, all decrypt.',
    since,
    secret: true,
    parse: parse.keys32,
  }),
};
