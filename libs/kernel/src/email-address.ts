import { domainToASCII } from 'node:url';

// Controls, soft hyphen, zero-width and bidi characters, variation selectors, tags: they make two addresses look alike.
const invisible =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0|[\ufe00-\ufe0f]/u;
// RFC 5322 dot-atom without backtick, RFC 5321 length of the local part.
const local = /^(?=.{1,64}$)[a-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*$/;
// RFC 1035 labels, at least two of them, no trailing dot; the last one is not a number (that would be an IP address).
const domain =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The one form of an address that is stored and unique: trimmed, NFC, lower case, domain in ASCII (IDNA).
 * @returns null if it is not an address that we accept (RFC 5321 section 4.1.2 without quoted local parts and address literals)
 */
export function normalizeEmail(input: string): string | null {
  if (!input.isWellFormed()) return null;
  const text = input.trim().normalize('NFC').toLowerCase();
  if (invisible.test(text)) return null;
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  const name = text.slice(0, at);
  const host = asciiDomain(text.slice(at + 1));
  if (!local.test(name) || host === null || !domain.test(host)) return null;
  const address = `${name}@${host}`;
  return address.length <= 254 ? address : null;
}

function asciiDomain(host: string): string | null {
  // The URL parser would cut at these, decode %, or take a port: only letters, digits, dots, hyphens and non-ASCII go in.
  if (!/^[a-z0-9.\-\u0080-\u{10ffff}]+$/u.test(host)) return null;
  return domainToASCII(host) || null;
}
