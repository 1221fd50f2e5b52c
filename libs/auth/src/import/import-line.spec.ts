import { cpuMs } from '../../../../test/factories/cpu-ms.js';
import { hashesBeyondLimits, legacyHashes } from '../../../../test/factories/legacy-hashes.js';
import { readImportLine } from './import-line.js';

const read = (value: unknown) => readImportLine(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const fieldsOf = (value: unknown) => {
  const line = read(value);
  if ('mistakes' in line) throw new Error(JSON.stringify(line.mistakes));
  return line.fields;
};
const mistakesOf = (value: unknown) => {
  const line = read(value);
  return 'mistakes' in line ? line.mistakes.map(({ pointer, message }) => `${pointer}: ${message}`) : [];
};

const email = 'ada@example.com';

describe('a line of an import', () => {
  it('needs an address and nothing else', () => {
    expect(fieldsOf({ email: ' Ada@EXAMPLE.com ' })).toEqual({
      id: null,
      email,
      emailVerified: false,
      passwordHash: null,
      displayName: null,
      firstName: null,
      lastName: null,
      locale: null,
      role: 'user',
      isActive: true,
      createdAt: null,
      deletedAt: null,
    });
  });

  it('may say everything', () => {
    const line = {
      id: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b',
      email,
      emailVerified: true,
      passwordHash: '{bcrypt}$2a$05$iIXiIunRHYGDa1ygD1kx1Ownzvgx2o7kfgTmffzlYTSzorp11oxuC',
      displayName: 'Ame\u0301lie',
      firstName: 'x'.repeat(100),
      lastName: '𝒜'.repeat(100),
      locale: 'de-CH',
      role: 'super_admin',
      isActive: false,
      createdAt: '2019-03-04T05:06:07.008+01:00',
      deletedAt: '2020-03-04T05:06:07Z',
    };
    expect(fieldsOf(line)).toEqual({
      ...line,
      passwordHash: line.passwordHash.replace('{bcrypt}', ''),
      displayName: 'Am\u00e9lie',
      createdAt: new Date('2019-03-04T04:06:07.008Z'),
      deletedAt: new Date('2020-03-04T05:06:07Z'),
    });
  });

  it('tells every mistake at once, and no value', () => {
    const canary = 'Canary-9f8e7d6c';
    const line = {
      id: canary,
      emailVerified: canary,
      passwordHash: canary,
      displayName: `${canary}\n`,
      firstName: '',
      lastName: canary.repeat(10),
      locale: [canary],
      role: canary,
      isActive: null,
      createdAt: canary,
      deletedAt: 5,
      'is/staff~': true,
      passwordhash: null,
    };
    const text = 'must be a text of 1 to 100 characters without control characters';
    const instant = 'must be an instant from 1970 on as RFC 3339 writes it';
    expect(mistakesOf(line)).toEqual([
      '/is~1staff~0: is not a known field',
      '/passwordhash: is not a known field',
      '/id: must be a UUIDv7 in lower case',
      '/email: must be an e-mail address',
      '/emailVerified: must be true or false',
      '/passwordHash: is no hash of a kind that can be verified here',
      `/displayName: ${text}`,
      `/firstName: ${text}`,
      `/lastName: ${text}`,
      `/locale: ${text}`,
      '/role: must be one of super_admin, admin, moderator, user, guest',
      '/isActive: must be true or false',
      `/createdAt: ${instant}`,
      `/deletedAt: ${instant}`,
    ]);
    expect(JSON.stringify(read(line))).not.toContain(canary);
  });

  it.each([
    ['{"email"', 'is not valid JSON'],
    ['nonsense', 'is not valid JSON'],
    ['{"email":"a@example.com"} {}', 'is not valid JSON'],
    ['\ufeff{"email":"a@example.com"}', 'is not valid JSON'],
    ['[]', 'must be a JSON object'],
    ['null', 'must be a JSON object'],
    ['"a@example.com"', 'must be a JSON object'],
  ])('that is %j as a whole is refused as one', (line, message) => {
    expect(mistakesOf(line)).toEqual([`: ${message}`]);
  });

  it('in another encoding, or too long, is refused as one', () => {
    const latin = Buffer.from('{"email":"a@example.com","displayName":"Amélie"}', 'latin1');
    expect(readImportLine(latin)).toEqual({ mistakes: [{ pointer: '', message: 'is not valid UTF-8' }] });
    expect(readImportLine(null)).toEqual({ mistakes: [{ pointer: '', message: 'is longer than 65536 bytes' }] });
  });

  it('reaches no prototype, and knows no field by inheritance', () => {
    expect(mistakesOf(`{"email":"${email}","__proto__":{"role":"admin"}}`)).toEqual([
      '/__proto__: is not a known field',
    ]);
    expect(mistakesOf(`{"email":"${email}","constructor":1}`)).toEqual(['/constructor: is not a known field']);
    expect(mistakesOf({ email, ['x'.repeat(61)]: 1 })).toEqual([`/${'x'.repeat(60)}…: is not a known field`]);
  });

  it('has lone surrogates and NUL in no text', () => {
    for (const text of ['"\\ud800"', '"a\\u0000"']) {
      expect(mistakesOf(`{"email":"${email}","displayName":${text}}`)).toHaveLength(1);
    }
    expect(() => JSON.stringify(mistakesOf('{"\\ud800":1,"email":"a@example.com"}'))).not.toThrow();
  });

  it('keeps every kind of hash that sign-in knows', () => {
    for (const [, passwordHash] of legacyHashes) expect(mistakesOf({ email, passwordHash })).toEqual([]);
  });

  it('refuses a hash beyond the limits within 50 ms', async () => {
    for (const [, passwordHash] of hashesBeyondLimits) {
      const took = await cpuMs(() =>
        expect(mistakesOf({ email, passwordHash })).toEqual(['/passwordHash: has parameters beyond the limits']),
      );
      expect(took).toBeLessThan(50);
    }
  });
});
