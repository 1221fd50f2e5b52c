import { isIP } from 'node:net';
import { BadValue } from './setting.js';

export function text(value: string): string {
  return value;
}

/** Plain decimal digits between the bounds, both included. */
export function integer(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max))
      throw new BadValue(`is not a whole number from ${min} to ${max}`, `for instance ${min}`);
    return number;
  };
}

export function oneOf<const T extends string>(...choices: readonly [T, ...T[]]): (value: string) => T {
  return (value) => {
    const found = choices.find((choice) => choice === value);
    if (!found) throw new BadValue(`is not one of ${choices.join(', ')}`, `for instance ${choices[0]}`);
    return found;
  };
}

/** Comma-separated entries, each parsed on its own; empty ones do not count. */
export function list<T>(entry: (value: string) => T): (value: string) => T[] {
  return (value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .map(entry);
}

/** `http(s)://host[:port][/path]` without trailing slash, written as the URL standard does: `HTTP://ID.example` is no other. */
export function publicUrl(value: string): string {
  const url = /^https?:\/\/[^\s?#@\\]+$/i.test(value) ? parseUrl(value) : null;
  if (!url)
    throw new BadValue(
      'is not an http or https address without credentials, query and fragment',
      'for instance https://id.example.com',
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** An origin exactly as browsers send it (RFC 6454 section 6.2). */
export function origin(value: string): string {
  if (!/^https?:[^*]+$/.test(value) || parseUrl(value)?.origin !== value)
    throw new BadValue(`${value} is not an exact origin`, 'for instance https://app.example.com');
  return value;
}

/** An address or a CIDR block. */
export function addressBlock(value: string): string {
  const [address = '', prefix, ...rest] = value.split('/');
  // A zone (fe80::1%eth0) names an interface of one machine; no block holds it.
  const bits = address.includes('%') ? -1 : ({ 4: 32, 6: 128 }[isIP(address)] ?? -1);
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  if (bits < 0 || !isPrefix || rest.length > 0)
    throw new BadValue(`${value} is neither address nor CIDR block`, 'for instance 10.0.0.0/8');
  return value;
}

const unitBytes: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes, with `k`, `m` or `g` behind the number. */
export function byteSize(value: string): number {
  const [, number, unit] = /^(\d{1,6})([kmg])$/i.exec(value) ?? [];
  const size = Number(number) * (unitBytes[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  if (!(size >= 1024)) throw new BadValue('is not a size', 'for instance 20m');
  return size;
}

const schemes = ['sqlite:', 'mysql:', 'postgres:', 'postgresql:', 'mongodb:', 'mongodb+srv:', 'memory:'];

/** A database address whose scheme we know. It may hold a password, so it is never repeated. */
export function databaseUrl(value: string): string {
  const cure = 'for instance sqlite:./data/janus.sqlite or postgres://user@host:5432/janus';
  const scheme = schemes.find((one) => value.startsWith(one));
  if (!scheme) throw new BadValue(`does not begin with one of ${schemes.join(' ')}`, cure);
  const isLocal = scheme === 'sqlite:' || scheme === 'memory:';
  // A list of MongoDB hosts is no URL to Node; the driver judges it when it connects.
  if (!isLocal && !scheme.startsWith('mongodb') && !parseUrl(value)?.hostname)
    throw new BadValue('names no host', cure);
  if (scheme === 'sqlite:' && value === 'sqlite:') throw new BadValue('names no file', cure);
  return value;
}

/** 32 bytes in base64url, base64 or hex. */
export function key32(value: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64url');
  const isWhole = /^[A-Za-z0-9_+/-]{43}=?$/.test(value) || /^[0-9a-f]{64}$/i.test(value);
  if (!isWhole || bytes.length !== 32) {
    throw new BadValue('is not 32 bytes in base64url or hex', 'the output of: openssl rand -base64 32');
  }
  return bytes;
}

/** At least one key: a comma alone must not read as "make one". */
export function keys32(value: string): Buffer[] {
  const keys = list(key32)(value);
  if (keys.length === 0) throw new BadValue('holds no key', 'the output of: openssl rand -base64 32');
  return keys;
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}
