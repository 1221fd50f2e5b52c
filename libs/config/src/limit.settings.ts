import * as parse from './parsers.js';
import { BadValue, setting } from './setting.js';

const group = 'Limits';
const since = '0.2.0';

/** So many requests in so many seconds. */
export interface Quota {
  readonly count: number;
  readonly seconds: number;
}

function quota(value: string): Quota {
  const [, count, seconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,5})$/.exec(value) ?? [];
  if (!count || !seconds) throw new BadValue('is not <count>/<seconds>', 'for instance 20/60');
  return { count: Number(count), seconds: Number(seconds) };
}

function limit(fallback: string, meaning: string) {
  return setting({ group, default: fallback, meaning, since, parse: quota });
}

/** How often who may ask. */
export const limitSettings = {
  RATE_LIMITS: setting({
    group,
    default: 'on',
    meaning: '`off` limits nothing, for load tests only; failed sign-ins are counted all the same.',
    since,
    parse: parse.oneOf('on', 'off'),
  }),
  RATE_LIMIT_GUEST: limit('60/60', 'Requests without a token, by IPv4 address or IPv6 /64: `<count>/<seconds>`.'),
  RATE_LIMIT_USER: limit('300/60', 'Requests of one account with the role user.'),
  RATE_LIMIT_MODERATOR: limit('600/60', 'Requests of one moderator.'),
  RATE_LIMIT_ADMIN: limit('1200/60', 'Requests of one admin.'),
  RATE_LIMIT_SUPER_ADMIN: limit('2400/60', 'Requests of one super admin.'),
  RATE_LIMIT_SERVICE: limit('1200/60', 'Requests of one service credential.'),
  RATE_LIMIT_LOGIN_IP: limit('20/60', 'Sign-ins by address.'),
  RATE_LIMIT_REGISTER_IP: limit('10/3600', 'Registrations by address.'),
  RATE_LIMIT_REFRESH_SESSION: limit('30/60', 'Refreshes of one session.'),
  RATE_LIMIT_MAIL_ACCOUNT: limit(
    '3/3600',
    'Mails that anybody can have sent to one account: reset and verification links.',
  ),
  REDIS_URL: setting({
    group,
    default: null,
    meaning:
      '`redis://` or `rediss://`: limits are shared between instances. Without it each instance counts by itself.',
    since,
    secret: true,
    parse: redisUrl,
  }),
};

/** It may hold a password, so it is never repeated. */
function redisUrl(value: string): string {
  if (!/^rediss?:\/\/[^\s]+$/.test(value) || !URL.canParse(value))
    throw new BadValue('is not a redis:// or rediss:// address', 'for instance redis://127.0.0.1:6379');
  return value;
}
