import { readSettings } from './read-settings.js';

const read = (env: Record<string, string>) => readSettings({ env, readFile: () => '' });
const mailOf = (env: Record<string, string>) => read(env).settings?.mail;
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.com',
  KEY_ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64url'),
};

describe('MAIL_URL', () => {
  it.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, isSecure: false, credentials: null }],
    ['smtps://mail.example.com/', { host: 'mail.example.com', port: 465, isSecure: true, credentials: null }],
    ['smtp://[::1]:1025', { host: '::1', port: 1025, isSecure: false, credentials: null }],
    [
      'smtps://me%40example.com:p%3Aw%25@mail:2465',
      { host: 'mail', port: 2465, isSecure: true, credentials: { user: 'me@example.com', password: 'p:w%' } },
    ],
  ])('takes %s', (url, server) => {
    expect(mailOf({ MAIL_URL: url })?.url).toEqual({ kind: 'smtp', ...server });
  });

  it.each([
    'smtp:',
    'smtp://',
    'mail.example.com',
    'http://mail.example.com',
    'capture:/tmp',
    'smtp://host:0',
    'smtp://host:99999',
    'smtp://host/path',
    'smtp://host?secret=hunter2',
    'smtp://hunter2@host',
    'smtp://:hunter2@host',
    'smtp://hunter2:%zz@host',
    'smtp://host name',
  ])('refuses %s and never repeats it', (url) => {
    const { mistakes } = read({ MAIL_URL: url });
    expect(mistakes.map(({ name }) => name)).toEqual(['MAIL_URL']);
    expect(JSON.stringify(mistakes)).not.toContain('hunter2');
  });

  it('captures in development, and is not there in production unless it is set', () => {
    expect(mailOf({})?.url).toEqual({ kind: 'capture' });
    expect(mailOf(production)?.url).toBeNull();
    expect(mailOf({ ...production, MAIL_URL: 'smtp://mail' })?.url).toMatchObject({ kind: 'smtp' });
    expect(read({ ...production, MAIL_URL: 'capture:' }).mistakes.map(({ name }) => name)).toEqual(['MAIL_URL']);
  });
});

describe('MAIL_FROM', () => {
  it.each([
    ['no-reply@example.com', { name: '', address: 'no-reply@example.com' }],
    ['Janus <No-Reply@Example.com>', { name: 'Janus', address: 'no-reply@example.com' }],
    ['"Janus, the doorkeeper" <a@example.com>', { name: 'Janus, the doorkeeper', address: 'a@example.com' }],
    ['Jänus<a@bücher.example>', { name: 'Jänus', address: 'a@xn--bcher-kva.example' }],
    ['Janus <no-reply@localhost>', { name: 'Janus', address: 'no-reply@localhost' }],
  ])('takes %s', (text, sender) => {
    expect(mailOf({ MAIL_FROM: text })?.from).toEqual(sender);
  });

  it.each([
    'Janus',
    'Janus <>',
    'Janus <a@example.com',
    'a@example.com, b@example.com',
    'Janus <a@example.com>, b@example.com',
    'Janus <a@example.com> <b@example.com>',
    'Janus\r\nBcc: b@example.com <a@example.com>',
    'Janus <a@example.com\r\nBcc:b@example.com>',
    'Ja\u0000nus <a@example.com>',
    `${'x'.repeat(101)} <a@example.com>`,
    '"a b"@example.com',
    'a@local',
  ])('refuses %p', (text) => {
    expect(read({ MAIL_FROM: text }).mistakes.map(({ name }) => name)).toEqual(['MAIL_FROM']);
  });
});
