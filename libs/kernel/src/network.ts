import { isIPv6 } from 'node:net';

/**
 * What counts as one place on the network: an IPv4 address as it is, of an IPv6 address its /64, which one subscriber has to
 * itself (RFC 6177). A v4-mapped address counts as IPv4; a zone is left out.
 * @returns the text itself if it is no address
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const [, v4] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain) ?? [];
  if (v4 !== undefined) return v4;
  if (!isIPv6(plain)) return address;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - first.length - last.length }, () => '0');
  const groups = [...first, ...zeros, ...last].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}

/** A dotted tail (`64:ff9b::192.0.2.1`) is two groups; it never reaches the first four but after a full `::`-less form. */
function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}
