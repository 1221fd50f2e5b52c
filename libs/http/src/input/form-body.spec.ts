import 'reflect-metadata';
import { IsOptional } from 'class-validator';
import { FormFields, parseForm } from './form-body.js';
import { InputPipe } from './input.pipe.js';
import { IsText } from './text.decorators.js';

@FormFields()
class Sample {
  @IsText({ min: 1, max: 5 })
  token: string;

  @IsOptional()
  @IsText({ min: 1, max: 5 })
  hint?: string;
}

describe('parseForm', () => {
  it.each([
    ['nothing', '', {}],
    ['values', 'a=1&b=x+y%2Bz&c=%C3%BC', { a: '1', b: 'x y+z', c: 'ü' }],
    ['an equals sign in a value', 'a=b=c==', { a: 'b=c==' }],
    ['empty parts and empty values, as left out', '&a=1&&b=&c&', { a: '1' }],
    ['names of a prototype, as names', '__proto__=1&constructor=2', { ['__proto__']: '1', constructor: '2' }],
    ['a name that is given twice, as such', 'a=1&%61=2&a=3&b=4', { a: ['3'], b: '4' }],
  ])('reads %s', (_what, text, form) => {
    expect(Object.entries(parseForm(Buffer.from(text)))).toEqual(Object.entries(form));
  });

  it.each(['a=%', 'a=%4', 'a=%zz', 'a=%FF', Buffer.from([0x61, 0x3d, 0xff])])('refuses %s', (text) => {
    const refusal = {
      type: expect.objectContaining({ code: 'VALIDATION_FAILED' }) as object,
      extra: expect.objectContaining({ error: 'invalid_request' }) as object,
    };
    expect(() => parseForm(Buffer.from(text as string))).toThrow(expect.objectContaining(refusal) as Error);
  });
});

describe('the input pipe on a form', () => {
  const pipe = new InputPipe([]);
  const run = (value: unknown) =>
    pipe
      .transform(value, { type: 'body', metatype: Sample, data: undefined })
      .catch(({ extra }: { extra: { error: string; errors: { pointer: string }[] } }) => [
        extra.error,
        ...extra.errors.map(({ pointer }) => pointer),
      ]);

  it('ignores what it does not know, and takes each parameter once', async () => {
    expect(await run({ token: 'x', other: 'y' })).toEqual(Object.assign(new Sample(), { token: 'x' }));
    expect(await run({ token: ['x'], hint: 'toolong', other: ['y'] })).toEqual([
      'invalid_request',
      '/token',
      '/other',
      '/hint',
    ]);
    expect(await run(undefined)).toEqual(['invalid_request', '/token']);
  });
});
