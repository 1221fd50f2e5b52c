import { BlockList, isIP, isIPv4 } from 'node:net';

const maxHops = 20;

/** Matches addresses against `TRUSTED_PROXIES`: single addresses and CIDR blocks. */
export function trustedProxies(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/**
 * The address of the client: the peer, or behind trusted proxies the rightmost hop of `X-Forwarded-For` that is not one of them.
 * More than 20 hops, or one that is no address, and the peer's own address counts.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string {
  const own = unmapped(peer);
  if (forwardedFor === undefined || !isTrusted(own)) return own;
  const hops = forwardedFor.split(',').map((hop) => addressOf(hop.trim()));
  if (hops.length > maxHops || hops.includes(null)) return own;
  return (hops as string[]).findLast((hop) => !isTrusted(hop)) ?? hops[0] ?? own;
}

/** The address of one hop without its port, or null. */
function addressOf(hop: string): string | null {
  const [, bracketed] = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(hop) ?? [];
  const [, v4] = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(hop) ?? [];
  const address = unmapped(bracketed ?? v4 ?? hop);
  return isIP(address) === 0 ? null : address;
}

function unmapped(address: string): string {
  const [, v4] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return v4 ?? address;
}
