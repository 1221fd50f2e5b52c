import * as parse from './parsers.js';
import { BadValue } from './setting.js';

const key = Buffer.from('7f1c3a5e9b0d2f4a6c8e1b3d5f7a9c0e2b4d6f8a1c3e5b7d9f0a2c4e6b8d1f3a', 'hex');

function refuses(parser: (value: string) => unknown, values: readonly string[]): void {
  const accepted = values.filter((value) => {
    try {
      parser(value);
      return true;
    } catch (error) {
      return !(error instanceof BadValue);
    }
  });
  expect(accepted).toEqual([]);
}

describe('integer', () => {
  it('takes plain digits between its bounds', () => {
    expect(['1', '007', '10'].map(parse.integer(1, 10))).toEqual([1, 7, 10]);
  });

  it('refuses the rest', () => {
    refuses(parse.integer(1, 10), ['0', '11', '1.0', '1e1', '+1', '-1', ' 1', '0x1', '1s', '', 'NaN', '９', '1_0']);
  });
});

describe('publicUrl', () => {
  it.each([
    ['https://id.example.com', 'https://id.example.com'],
    ['https://id.example.com/', 'https://id.example.com'],
    ['https://id.example.com/auth//', 'https://id.example.com/auth'],
    ['HTTPS://ID.Example.com:443/Auth', 'https://id.example.com/Auth'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('reads %s', (value, expected) => expect(parse.publicUrl(value)).toBe(expected));

  it('refuses what is no address of its own', () => {
    refuses(parse.publicUrl, [
      'id.example.com',
      '/auth',
      '//id.example.com',
      'ftp://id.example.com',
      'http:id.example.com',
      'https://',
      'https://id.example.com/?',
      'https://id.example.com/?a=b',
      'https://id.example.com/#',
      'https://user@id.example.com',
      'https://user:password@id.example.com',
      ' https://id.example.com',
      'https://id.exam ple.com',
      'https:\\\\id.example.com',
      'https://id.example.com:70000',
    ]);
  });
});

describe('origin', () => {
  it.each(['https://app.example.com', 'http://localhost:4200'])('takes %s', (value) =>
    expect(parse.origin(value)).toBe(value),
  );

  it('refuses what a browser would not send', () => {
    refuses(parse.origin, [
      '*',
      'null',
      'https://*.example.com',
      'https://app.example.com/',
      'https://App.example.com',
      'https://app.example.com:443',
      'https://user@app.example.com',
      'app.example.com',
      'ws://app.example.com',
      'file:///tmp',
    ]);
  });
});

describe('addressBlock', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/8', '2001:db8::1/128'])('takes %s', (value) =>
    expect(parse.addressBlock(value)).toBe(value),
  );

  it('refuses the rest', () => {
    refuses(parse.addressBlock, [
      'localhost',
      '10.0.0',
      '10.0.0.0/33',
      '10.0.0.0/',
      '10.0.0.0/-1',
      '10.0.0.0/8/8',
      '::/129',
      'fe80::1%eth0',
      '10.0.0.1:80',
      '*',
    ]);
  });
});

describe('list', () => {
  it('separates at commas and leaves out what is empty', () => {
    expect(parse.list(parse.text)(' a, b ,,c,')).toEqual(['a', 'b', 'c']);
  });
});

describe('byteSize', () => {
  it.each([
    ['512k', 524_288],
    ['20m', 20_971_520],
    ['1G', 1_073_741_824],
  ])('reads %s', (value, bytes) => expect(parse.byteSize(value)).toBe(bytes));

  it('refuses the rest', () => refuses(parse.byteSize, ['20', '0m', '-1m', '1.5m', '20mb', 'm', '20 m', '1t']));
});

describe('databaseUrl', () => {
  it.each([
    'sqlite:./data/janus.sqlite',
    'sqlite::memory:',
    'memory:',
    'mysql://janus:pw@db:3306/janus',
    'postgres://janus@db/janus',
    'postgresql://janus@db/janus',
    'mongodb://a:1,b:2/janus?replicaSet=rs0',
    'mongodb+srv://cluster.example.com/janus',
  ])('takes %s', (value) => expect(parse.databaseUrl(value)).toBe(value));

  it('refuses other schemes and addresses without host', () => {
    refuses(parse.databaseUrl, [
      'redis://db',
      'mariadb://db',
      'sqlite:',
      'mysql:',
      'postgres:///janus',
      'janus.sqlite',
    ]);
  });
});

describe('key32', () => {
  it.each([
    ['hex', key.toString('hex')],
    ['hex in capitals', key.toString('hex').toUpperCase()],
    ['base64url', key.toString('base64url')],
    ['base64', key.toString('base64')],
  ])('reads %s', (_encoding, value) => expect(parse.key32(value)).toEqual(key));

  it('refuses other lengths and other characters', () => {
    const longer = Buffer.concat([key, key.subarray(0, 1)]);
    refuses(parse.key32, [
      key.subarray(1).toString('hex'),
      longer.toString('hex'),
      key.subarray(1).toString('base64'),
      longer.toString('base64'),
      `${key.toString('base64url')} `,
      'é'.repeat(43),
    ]);
  });
});

describe('keys32', () => {
  it('reads several, the first one first', () => {
    const other = Buffer.alloc(32, 5);
    expect(parse.keys32(`${key.toString('hex')}, ${other.toString('base64')}`)).toEqual([key, other]);
  });

  it('refuses a list without a key, and one with a bad key', () => {
    refuses(parse.keys32, [',', ' , ', `${key.toString('hex')},short`]);
  });
});
