import 'reflect-metadata';
import { IsOptional } from 'class-validator';
import { validationFailed } from '@janus/kernel';
import { InputPipe, OptionalBody } from './input/input.pipe.js';
import { MarkedForRule } from './input/input-rules.js';
import { parseJson } from './input/parse-json.js';
import {
  IsEmailAddress,
  IsQueryBoolean,
  IsQueryInteger,
  IsSecretText,
  IsText,
  IsUuid7,
} from './input/text.decorators.js';
import { CursorCodec } from './paging/cursor-codec.js';
import { clientAddress, trustedProxies } from './requests/client-address.js';

const codeOf = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return (error as { type?: { code?: string } }).type?.code;
  }
};

describe('clientAddress', () => {
  const trusted = trustedProxies(['10.0.0.0/8', '192.0.2.1', '2001:db8:1::/48']);
  const many = (count: number) => Array.from({ length: count }, () => '10.9.9.9').join(', ');

  it.each([
    ['no proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['one proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['a mapped proxy', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['what the client made up', '10.0.0.1', '1.2.3.4, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['a port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['IPv6 with a port', '10.0.0.1', '[2001:db8:9::1]:4711', '2001:db8:9::1'],
    ['an IPv6 proxy', '2001:db8:1::7', '2001:db8:9::1', '2001:db8:9::1'],
    ['no header', '10.0.0.1', undefined, '10.0.0.1'],
    ['nonsense', '10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
    ['an empty hop', '10.0.0.1', '198.51.100.1,,', '10.0.0.1'],
    ['only proxies', '10.0.0.1', '10.0.0.9, 10.0.0.2', '10.0.0.9'],
    ['twenty hops', '10.0.0.1', `198.51.100.1, ${many(19)}`, '198.51.100.1'],
    ['twenty-one hops', '10.0.0.1', `198.51.100.1, ${many(20)}`, '10.0.0.1'],
  ])('with %s', (_what, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(expected);
  });
});

describe('CursorCodec', () => {
  const codec = new CursorCodec(Buffer.alloc(32, 1));
  const id = '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b';

  it.each([[new Date(5)], ['ä"b'], [null]])('brings back %p', (value) => {
    expect(codec.decode(codec.encode({ value, id }, 'list'), 'list')).toEqual({ value, id });
  });

  it('refuses what it did not make for this list', () => {
    const cursor = codec.encode({ value: 'x', id }, 'list');
    const strange = [
      `${cursor}A`,
      cursor.slice(1),
      '',
      'x',
      cursor.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
    ];
    for (const bad of strange) expect([bad, codeOf(() => codec.decode(bad, 'list'))]).toEqual([bad, 'INVALID_CURSOR']);
    expect(codeOf(() => codec.decode(cursor, 'other'))).toBe('INVALID_CURSOR');
    expect(codeOf(() => new CursorCodec(Buffer.alloc(32, 2)).decode(cursor, 'list'))).toBe('INVALID_CURSOR');
  });
});

describe('parseJson', () => {
  const parse = (text: string | Buffer) => codeOf(() => parseJson(Buffer.from(text as string)));

  it('takes JSON, and nothing for an empty body', () => {
    expect(parse('{"a":[1,"é𝒜"]}')).toEqual({ a: [1, 'é𝒜'] });
    expect(parse('')).toBeUndefined();
    expect(parse(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeInstanceOf(Array);
  });

  it.each([
    '{',
    '{"a":1,}',
    "{'a':1}",
    'NaN',
    '\ufeff{}',
    '{"a":{"__proto__":1}}',
    '[{"constructor":1}]',
    '[['.repeat(40_000),
    `${'['.repeat(33)}${']'.repeat(33)}`,
  ])('refuses %.20p', (text) => {
    expect(parse(text)).toBe('MALFORMED_JSON');
  });

  it('refuses what is not UTF-8', () => {
    for (const bytes of [[0xff], [0x22, 0xc3, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22]])
      expect(parse(Buffer.from(bytes))).toBe('MALFORMED_JSON');
  });
});

class Sample {
  @IsEmailAddress()
  email: string;

  @IsOptional()
  @IsText({ min: 1, max: 3 })
  name?: string | null;

  @IsSecretText({ max: 5 })
  @MarkedForRule('even')
  secret: string;
}

class SampleQuery {
  @IsOptional()
  @IsQueryInteger(1, 100)
  limit?: string;

  @IsOptional()
  @IsQueryBoolean()
  flag?: string;

  @IsOptional()
  @IsUuid7()
  id?: string;
}

@OptionalBody()
class Optional {
  @IsOptional()
  @IsText({ min: 1, max: 3 })
  name?: string;
}

describe('InputPipe', () => {
  const refused = { ...validationFailed([]).type, code: 'ODD' };
  const even = {
    name: 'even',
    check: (value: string) => (value.length % 2 ? ['must be even', 'must not be odd'] : []),
    problem: (errors: readonly object[]) => Object.assign(new Error('odd'), { type: refused, extra: { errors } }),
  };
  const pipe = new InputPipe([even as never]);
  const run = (type: 'body' | 'query', metatype: new () => object, value: unknown) =>
    pipe
      .transform(value, { type, metatype, data: undefined })
      .catch((error: { type: { code: string }; extra: { errors: { pointer: string }[] } }) => [
        error.type.code,
        ...error.extra.errors.map(({ pointer }) => pointer),
      ]);

  it('hands on what is right, unchanged and of its class', async () => {
    const value = { email: 'A@example.com', secret: 'ab', name: null };
    const passed = await run('body', Sample, value);
    expect(passed).toBeInstanceOf(Sample);
    expect({ ...(passed as object) }).toEqual(value);
    expect(await run('body', Optional, undefined)).toEqual(new Optional());
  });

  it('names every mistake at once', async () => {
    expect(await run('body', Sample, { email: 'x', name: 'toolong', secret: 7, 'a/b': 1, toString: 2 })).toEqual(
      expect.arrayContaining(['VALIDATION_FAILED', '/email', '/name', '/secret', '/a~1b', '/toString']),
    );
    expect(await run('body', Sample, {})).toEqual(['VALIDATION_FAILED', '/email', '/secret']);
    for (const value of [undefined, null, [], 'x', 7])
      expect(await run('body', Sample, value)).toEqual(['VALIDATION_FAILED', '']);
  });

  it('has a problem of its own for a rule, if nothing else is wrong', async () => {
    expect(await run('body', Sample, { email: 'a@example.com', secret: 'abc' })).toEqual(['ODD', '/secret', '/secret']);
    expect(await run('body', Sample, { email: 'x', secret: 'abc' })).toEqual([
      'VALIDATION_FAILED',
      '/email',
      '/secret',
      '/secret',
    ]);
  });

  it('never converts, and takes each parameter once', async () => {
    expect(await run('query', SampleQuery, { limit: '100', flag: 'true' })).toEqual(
      Object.assign(new SampleQuery(), { limit: '100', flag: 'true' }),
    );
    for (const limit of ['0', '101', '1.0', ' 1', '1e1', '0x1', '', '+1', '01']) {
      expect([limit, await run('query', SampleQuery, { limit })]).toEqual([limit, ['VALIDATION_FAILED', '?limit']]);
    }
    expect(await run('query', SampleQuery, { flag: ['true', 'true'], nope: '1' })).toEqual([
      'VALIDATION_FAILED',
      '?nope',
      '?flag',
    ]);
    expect(await run('query', SampleQuery, { id: 'x' })).toEqual(['VALIDATION_FAILED', '?id']);
  });
});
