import { readBasicCredential } from './basic-credential.js';

const base64 = (text: string | Buffer) => Buffer.from(text as string).toString('base64');

describe('readBasicCredential', () => {
  it.each([
    ['an id and a secret', 'id:secret', 'id', 'secret'],
    ['a secret with colons', 'id:a:b:', 'id', 'a:b:'],
    ['form-urlencoded parts', 'a%3Ab:c+d%2Be', 'a:b', 'c d+e'],
    ['Unicode, escaped or not', 'ünï:%C3%BC', 'ünï', 'ü'],
    ['empty parts', ':', '', ''],
  ])('reads %s', (_what, text, id, secret) => {
    expect(readBasicCredential(`Basic ${base64(text)}`)).toEqual({ id, secret });
    expect(readBasicCredential(`bASIC   ${base64(text)}`)).toEqual({ id, secret });
  });

  it.each([
    ['nothing', undefined],
    ['another scheme', `Bearer ${base64('id:secret')}`],
    ['no credential', 'Basic'],
    ['no colon', `Basic ${base64('id')}`],
    ['no base64', 'Basic id:secret'],
    ['base64 cut short', `Basic ${base64('id:secre').replaceAll('=', '')}`],
    ['base64 with bits to spare', 'Basic aWQ6c2VjcmV='],
    ['base64url', `Basic ${base64('id:\u00ff\u00fe?>').replaceAll('/', '_').replaceAll('+', '-')}`],
    ['two credentials', `Basic ${base64('id:secret')} ${base64('id:secret')}`],
    ['what is not UTF-8', `Basic ${base64(Buffer.from([0x69, 0x3a, 0xff]))}`],
    ['half an escape', `Basic ${base64('id:%4')}`],
    ['an escape that is not UTF-8', `Basic ${base64('id:%FF')}`],
  ])('refuses %s', (_what, header) => {
    expect(readBasicCredential(header)).toBeNull();
  });
});
