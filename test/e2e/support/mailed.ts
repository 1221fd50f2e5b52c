import type { ReceivedMail, SmtpTestServer } from '../../factories/smtp-test-server.js';
import type { World } from './world.js';
import { openWorld } from './world.js';

/** Where the links of mails lead: not where the service listens. */
export const publicUrl = 'https://id.test/base';

/** A service that mails through this server, with limits by account and wide ones for everybody else. */
export function openMailWorld(server: SmtpTestServer): Promise<World> {
  const wide = ['GUEST', 'LOGIN_IP', 'REGISTER_IP', 'SUPER_ADMIN', 'USER'].map((name) => [
    `RATE_LIMIT_${name}`,
    '5000/3600',
  ]);
  return openWorld({ MAIL_URL: server.url, PUBLIC_URL: publicUrl, RATE_LIMITS: 'on', ...Object.fromEntries(wide) });
}

/** The mails to somebody whose links lead there, in the order in which they came, once there are so many. */
export async function mailsWithLink(
  server: SmtpTestServer,
  to: string,
  path: string,
  count: number,
): Promise<ReceivedMail[]> {
  for (;;) {
    const { length } = server.received;
    const isIt = ({ recipients, mail }: ReceivedMail) =>
      recipients.includes(to) && (mail.text ?? '').includes(`/account/${path}#token=`);
    const found = server.received.filter(isIt);
    if (found.length >= count) return found;
    await server.got(length + 1);
  }
}

/** The tokens of those links. */
export async function linkTokens(server: SmtpTestServer, to: string, path: string, count: number): Promise<string[]> {
  const mails = await mailsWithLink(server, to, path, count);
  return mails.map(({ mail }) => /#token=([A-Za-z0-9_-]+)/.exec(mail.text ?? '')?.[1] ?? '');
}
