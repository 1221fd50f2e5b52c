import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';

/** A mail as it lies in the mailbox, after the server has had it. */
export interface DeliveredMail {
  readonly raw: Buffer;
  readonly mail: ParsedMail;
  readonly to: string;
  /** Of its link; null where it has none. */
  readonly link: { readonly path: string; readonly token: string } | null;
}

/** Everything in the maildir. */
export async function deliveredTo(maildir: string): Promise<DeliveredMail[]> {
  const files = ['new', 'cur'].flatMap((name) => filesIn(join(maildir, name)));
  return Promise.all(
    files.map(async (file) => {
      const raw = readFileSync(file);
      const mail = await simpleParser(raw);
      const [, path, token] = /\/account\/([a-z-]+)#token=([A-Za-z0-9_-]+)/.exec(mail.text ?? '') ?? [];
      const to = [mail.to].flat()[0]?.value[0]?.address ?? '';
      return { raw, mail, to, link: path && token ? { path, token } : null };
    }),
  );
}

/** Before the first mail a server has not made its folders. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

const longestLine = 78;
const lateMs = 5 * 60_000;
const once = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'auto-submitted'];
const never = ['cc', 'bcc', 'reply-to', 'sender', 'x-mailer', 'list-unsubscribe'];

/** What is wrong with its form, by RFC 5322, 2045 to 2049 and 3834. */
export function faultsOf({ raw, mail, to }: DeliveredMail, from: string, domain: string): string[] {
  const text = raw.toString('latin1').replaceAll('\r\n', '\n');
  const head = text.slice(0, text.indexOf('\n\n'));
  const names = mail.headerLines.map(({ key }) => key);
  const times = (name: string) => names.filter((one) => one === name).length;
  const value = (name: string) =>
    mail.headerLines
      .find(({ key }) => key === name)
      ?.line.split(': ')[1]
      ?.trim() ?? '';
  // What the server itself put on top is its own affair.
  const ours = text.slice(head.search(/^(?:From|To|Subject|Date|Message-ID|Content-Type|Auto-Submitted):/im));
  const longest = Math.max(...ours.split('\n').map(({ length }) => length));
  const claims: [boolean, string][] = [
    ...once.map((name): [boolean, string] => [times(name) === 1, `${times(name)} header fields ${name}`]),
    ...never.map((name): [boolean, string] => [times(name) === 0, `a header field ${name}`]),
    [!/[\u0080-\uffff]/.test(text), 'is not in 7 bits'],
    [longest <= longestLine, `a line of ${longest} characters`],
    [value('auto-submitted') === 'auto-generated', `Auto-Submitted: ${value('auto-submitted')}`],
    [
      /^<[0-9a-f-]{36}@/.test(mail.messageId ?? '') && mail.messageId?.endsWith(`@${domain}>`) === true,
      `Message-ID ${mail.messageId}`,
    ],
    [Math.abs(Date.now() - (mail.date?.getTime() ?? 0)) < lateMs, `Date ${String(mail.date)}`],
    [mail.from?.text === from, `From ${mail.from?.text}`],
    [[mail.to].flat()[0]?.value.length === 1 && to !== '', 'not one recipient'],
    [['de', 'en'].includes(value('content-language')), `Content-Language ${value('content-language')}`],
    [value('content-type').startsWith('multipart/alternative'), `Content-Type ${value('content-type')}`],
    [(mail.text ?? '') !== '' && mail.html !== false, 'text or HTML is missing'],
    [mail.attachments.length === 0, 'has attachments'],
    [value('return-path') === `<${/<(.*)>/.exec(from)?.[1]}>`, `Return-Path ${value('return-path')}`],
    [times('x-original-to') === 0 || value('x-original-to') === to, `delivered for ${value('x-original-to')}`],
  ];
  return claims.filter(([holds]) => !holds).map(([, fault]) => `${to}, "${mail.subject}": ${fault}`);
}
