import type { Client, Json } from '../e2e/support/client.js';
import { codeOf, freshEmail, password, signIn } from '../e2e/support/people.js';
import type { DeliveredMail } from './delivered-mail.js';

type Find = (to: string, subject: string) => Promise<DeliveredMail>;

/** Every mail's subject, in the order in which the flows ask for them. */
const subjects = {
  en: {
    verify: 'Confirm your e-mail address',
    known: 'You already have an account',
    device: 'New sign-in to your account',
    reuse: 'A session of yours was ended for safety',
    reset: 'Choose a new password',
    changed: 'Your password was changed',
    confirm: 'Confirm your new e-mail address',
    moved: 'Your e-mail address was changed',
    invited: 'You have been invited',
  },
  de: {
    verify: 'Bestätigen Sie Ihre E-Mail-Adresse',
    known: 'Sie haben bereits ein Konto',
    device: 'Neue Anmeldung an Ihrem Konto',
    reuse: 'Eine Ihrer Sitzungen wurde vorsorglich beendet',
    reset: 'Wählen Sie ein neues Passwort',
    changed: 'Ihr Passwort wurde geändert',
    confirm: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    moved: 'Ihre E-Mail-Adresse wurde geändert',
    invited: 'Sie sind eingeladen',
  },
} as const;

const [halfHour, day, week] = [/\b30 Minute[ns]/i, /\b24 (?:hours|Stunden)/, /\b7 (?:days|Tage)/] as const;
const next = 'N3w-passw0rd!';
const displayName = 'Zoë Müller-Łukasiewicz 🐎';

export interface FlowsOutcome {
  /** "address: subject" of every mail that was asked for. */
  readonly expected: readonly string[];
  readonly failures: readonly string[];
}

/** Goes through every flow that mails, in both languages, with the links of the mails as they were found. */
export async function mailFlows(
  client: Client,
  service: { setupToken(): Promise<string> },
  find: Find,
): Promise<FlowsOutcome> {
  const [expected, failures]: string[][] = [[], []] as [string[], string[]];
  const call = async (status: number, path: string, body: unknown, headers: Record<string, string>, token?: string) => {
    const answer = await client.post(path, body, { headers, ...(token === undefined ? {} : { token }) });
    if (answer.status !== status) failures?.push(`${path}: ${answer.status} ${answer.text}, not ${status}`);
    return answer.body;
  };
  const root = freshEmail('root');
  await call(201, '/setup', { token: await service.setupToken(), email: root, password }, {});
  const admin = await signIn(client, root);

  const mailTo = async (to: string, subject: string) => {
    expected?.push(`${to}: ${subject}`);
    const found = await find(to, subject);
    if (!`${found.mail.text}${found.mail.html || ''}`.includes('Müller') && !subject.match(/already|bereits/))
      failures?.push(`${to}: "${subject}" does not know the name`);
    return found;
  };
  /** Its link works, and works once. */
  const follow = async (to: string, subject: string, path: string, validFor: RegExp, secret?: string) => {
    const { link, mail } = await mailTo(to, subject);
    if (!validFor.test(mail.text ?? '')) failures?.push(`"${subject}": not valid for ${String(validFor)}`);
    const body = { token: link?.token, ...(secret === undefined ? {} : { newPassword: secret }) };
    await call(204, path, body, {});
    const again = await client.post(path, body);
    if (codeOf(again) !== 'INVALID_LINK') failures?.push(`${path}: the link works twice (${again.status})`);
  };

  for (const locale of ['en', 'de'] as const) {
    const words = subjects[locale];
    const headers = { 'accept-language': locale, 'user-agent': 'one' };
    const [email, moved, invited] = [freshEmail('zoe'), freshEmail('moved'), freshEmail('invited')];
    const registration = { email, password, displayName, locale };
    await call(202, '/auth/register', registration, headers);
    await follow(email, words.verify, '/auth/verify-email', day);
    await call(202, '/auth/register', registration, headers);
    await mailTo(email, words.known);

    const first = await call(200, '/auth/login', { email, password }, headers);
    await call(200, '/auth/login', { email, password }, { ...headers, 'user-agent': 'another' });
    await mailTo(email, words.device);
    const used: Json = { refreshToken: first['refreshToken'] };
    await call(200, '/auth/refresh', used, headers);
    await call(401, '/auth/refresh', used, headers);
    await mailTo(email, words.reuse);

    await call(202, '/auth/forgot-password', { email }, headers);
    await follow(email, words.reset, '/auth/reset-password', halfHour, next);
    await mailTo(email, words.changed);

    const second = await call(200, '/auth/login', { email, password: next }, headers);
    const change = { newEmail: moved, currentPassword: next };
    await call(202, '/users/me/email', change, headers, String(second['accessToken']));
    await follow(moved, words.confirm, '/auth/confirm-email-change', day);
    await follow(email, words.moved, '/auth/undo-email-change', week);
    await call(200, '/auth/login', { email, password: next }, headers);

    await call(201, '/users', { email: invited, displayName, locale }, headers, admin.token);
    await follow(invited, words.invited, '/auth/accept-invitation', week, password);
    await call(200, '/auth/login', { email: invited, password }, headers);
  }
  return { expected, failures };
}
