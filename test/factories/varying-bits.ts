/**
 * How many of the first bits are sometimes 0 and sometimes 1. Of 64 secrets, a bit that is random is always the same once in
 * 2^63 runs.
 * @param secrets base64url
 */
export function varyingBits(secrets: readonly string[], ofFirst: number): number {
  const drawn = secrets.map((secret) => Buffer.from(secret, 'base64url'));
  const valuesOf = (bit: number) => new Set(drawn.map((bytes) => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1));
  return Array.from({ length: ofFirst }, (_, bit) => valuesOf(bit).size).filter((values) => values === 2).length;
}
