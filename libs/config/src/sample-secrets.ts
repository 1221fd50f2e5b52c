import { createHash } from 'node:crypto';

/** SHA-256 of secrets that look random and stand in public for everybody to copy, hexadecimal ones in lower case. */
const samples: ReadonlySet<string> = new Set([
  // the token tutorial of FastAPI
  '570dad43de1af4c925f92c16a68a50936da42b7dd6fdeb24850507a1199aac89',
  // three that most tutorials for Spring Security share
  '2b1fa627178e3424e20ffd0e18b7440c322ad538d3c96aef1e3f60d99951c23c',
  '5df73e1aa59d8f332c2f5fd6ea1c37d0f2266b623ea3c4efe6cb3d577fd6a5e1',
  '4c0bf08221f3d71e4ed7b093b627cc8d4cb32250d5d70abdffa457a3afbc04f2',
  // RFC 7515 A.1
  '8b1b17a9740c068accab5c3d0d652c8e3cc13206e70bb73b42ea41d4c2de3c12',
  // RFC 7520 section 3.5
  '0330b11998cbc9abd5a585e755cb5df2f73f1a5632fdcc2abb19e05e3eceddb9',
]);

/** Whether the secret is one that everybody knows. */
export function isSampleSecret(secret: string): boolean {
  const text = /^[0-9a-f]+$/i.test(secret) ? secret.toLowerCase() : secret;
  return samples.has(createHash('sha256').update(text).digest('hex'));
}
