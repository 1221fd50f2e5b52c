import { SendError } from './mailer.js';

interface SmtpFailure {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly command?: unknown;
}

// Those say that we are not let in (RFC 4954, RFC 3207): a matter of settings, and of no single mail.
const notLetIn = [530, 534, 535, 538];
const ofTheMail = ['RCPT TO', 'DATA'];

/** What an error of nodemailer means for the mail. */
export function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const { code, responseCode, response, command } = error as SmtpFailure;
  const status = typeof responseCode === 'number' ? responseCode : null;
  if (status === null) return new SendError('unreachable', `the mail server cannot be reached (${word(code)})`);
  const told = [status, enhancedStatus(response)].filter(Boolean).join(' ');
  const isOfTheMail = ofTheMail.includes(String(command)) && !notLetIn.includes(status) && status !== 421;
  if (!isOfTheMail) return new SendError('unreachable', `the mail server refused ${word(command)} (${told})`);
  const what = command === 'DATA' ? 'the message' : 'the recipient';
  return status >= 500
    ? new SendError('permanent', `the mail server refused ${what} for good (${told})`)
    : new SendError('temporary', `the mail server refused ${what} for now (${told})`);
}

/** RFC 3463, for instance 5.1.1. */
function enhancedStatus(response: unknown): string | null {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(String(response))?.[1] ?? null;
}

function word(value: unknown): string {
  return /^[A-Z][A-Z ]{0,30}/.exec(String(value))?.[0] ?? 'error';
}
