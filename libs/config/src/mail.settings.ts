import { codePoints, hasControls, isWellFormedText, normalizeEmail } from '@janus/kernel';
import * as parse from './parsers.js';
import { BadValue, setting } from './setting.js';

const group = 'Mail';
const since = '0.2.0';

/** Where mails go. */
export type MailUrl =
  | { readonly kind: 'capture' }
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      readonly isSecure: boolean;
      readonly credentials: { readonly user: string; readonly password: string } | null;
    };

/** A name, which may be empty, and an address. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** How mails are sent. */
export const mailSettings = {
  MAIL_URL: setting({
    group,
    default: null,
    defaultNote: '`capture:` in development, none in production',
    meaning:
      '`smtp://` (STARTTLS where it is offered) or `smtps://`, with user and password where they are needed; `capture:` writes files to `DATA_DIR/mail` and is refused in production. Without it mails wait in the outbox.',
    since,
    secret: true,
    parse: mailUrl,
  }),
  MAIL_FROM: setting({
    group,
    default: 'Janus <no-reply@localhost>',
    meaning: 'Sender of mails: an address, or a name and an address in `<>`.',
    since,
    parse: sender,
  }),
  MAIL_TEMPLATES_DIR: setting({
    group,
    default: null,
    meaning: 'Folder of texts that replace those of the mails, `<template>.<language>.txt` each.',
    since,
    parse: parse.text,
  }),
};

const submission = 587;
const submissions = 465;

/** It may hold a password, so it is never repeated. */
function mailUrl(value: string): MailUrl {
  if (value === 'capture:') return { kind: 'capture' };
  const cure = 'for instance smtps://user:password@mail.example.com';
  if (!/^smtps?:\/\/[^\s/?#]+\/?$/.test(value) || !URL.canParse(value))
    throw new BadValue('is neither capture: nor an smtp:// or smtps:// address without path and query', cure);
  const { protocol, hostname, port, username, password } = new URL(value);
  if (hostname === '' || port === '0') throw new BadValue('names no host and port', cure);
  if ((username === '') !== (password === '')) throw new BadValue('has only one of user and password', cure);
  const isSecure = protocol === 'smtps:';
  return {
    kind: 'smtp',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isSecure ? submissions : submission) : Number(port),
    isSecure,
    credentials: username === '' ? null : { user: decoded(username, cure), password: decoded(password, cure) },
  };
}

function decoded(text: string, cure: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadValue('has a % in user or password that is no escape; write %25', cure);
  }
}

const longestName = 100;

/** One mailbox and nothing that could begin another header or address (RFC 5322 section 3.4). */
function sender(value: string): Sender {
  const [, quoted, plain = '', inBrackets] = /^(?:"([^"\\]*)"|([^"<>]*?))\s*<([^<>]*)>$/.exec(value) ?? [];
  const [name, address] = inBrackets === undefined ? ['', value] : [(quoted ?? plain).trim(), inBrackets];
  const normalized = normalizeEmail(address) ?? onThisHost(address);
  if (normalized === null || !isName(name))
    throw new BadValue('is neither an address nor a name and an address', 'for instance Janus <no-reply@example.com>');
  return { name, address: normalized };
}

function isName(name: string): boolean {
  return isWellFormedText(name) && !hasControls(name) && codePoints(name) <= longestName;
}

/** `localhost` is no domain that mail goes to, but where the default comes from. */
function onThisHost(address: string): string | null {
  if (!/@localhost$/i.test(address)) return null;
  return normalizeEmail(`${address}.example`)?.replace(/\.example$/, '') ?? null;
}
