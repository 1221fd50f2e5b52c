import { createHash } from 'node:crypto';
// oxlint-disable-next-line no-restricted-imports -- the hashes of others, behind PasswordHasher
import bcrypt from 'bcrypt';
import type { HashScheme } from './hash-scheme.js';

const form = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const djangoForm = /^bcrypt_sha256\$(\$2[aby]\$\d\d\$[./A-Za-z0-9]{53})$/;
// Each step doubles the time: 15 is about four seconds.
const [minCost, maxCost] = [4, 15];

function isWithinLimits(hash: string): boolean {
  const cost = Number(form.exec(hash)?.[1]);
  return cost >= minCost && cost <= maxCost;
}

function verify(hash: string, password: string): Promise<boolean> {
  // `$2y$` is PHP's name for what `$2b$` is elsewhere.
  return bcrypt
    .compare(
      password,
      hash.replace(/^\$2y/, () => '$2b'),
    )
    .catch(() => false);
}

/** bcrypt of passlib, Laravel (`$2y$`), Spring and many others. It sees the first 72 bytes only, as it always did. */
export const bcryptScheme: HashScheme = {
  name: 'bcrypt',
  recognises: (hash) => form.test(hash),
  isWithinLimits,
  verify,
};

/** Django's BCryptSHA256PasswordHasher: bcrypt over the SHA-256 of the password in hexadecimal. */
export const djangoBcryptScheme: HashScheme = {
  name: 'bcrypt_sha256',
  recognises: (hash) => djangoForm.test(hash),
  isWithinLimits: (hash) => isWithinLimits(djangoForm.exec(hash)?.[1] ?? ''),
  verify: (hash, password) => {
    const digest = createHash('sha256').update(password, 'utf8').digest('hex');
    return verify(djangoForm.exec(hash)?.[1] ?? '', digest);
  },
};
