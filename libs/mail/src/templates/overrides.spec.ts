import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TemplateOverrideError } from './catalogue.js';
import { MailWriter } from './mail-writer.js';

const good = `Subject: Confirm, please
Greeting: Hi {{name}}!
Button: Yes, it is mine

A first paragraph
over two lines.

The link works for {{validFor}}.

--
ACME Ltd.
`;

describe('texts of a folder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'janus-texts-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
  const writer = (templatesDir = folder) => new MailWriter({ templatesDir, publicUrl: () => 'https://id.test' });
  const complaint = (): string => {
    try {
      writer();
      return '';
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateOverrideError);
      return (error as Error).message;
    }
  };

  it.each([good, good.replaceAll('\n', '\r\n'), `\ufeff${good}`])(
    'replace ours, each one language of one mail',
    (content) => {
      put('verify-email.en.txt', content);
      put('.verify-email.en.txt.swp', 'left behind');
      const mails = writer();
      const { subject, text } = mails.write('verify-email', 'en', { name: 'Ada', token: 't' }, 3_600_000);
      expect(subject).toBe('Confirm, please');
      expect(text).toBe(`Hi Ada!

A first paragraph over two lines.

The link works for 60 minutes.

Yes, it is mine:
https://id.test/account/verify-email#token=t

--\u0020
ACME Ltd.
`);
      expect(mails.write('verify-email', 'de', { name: null, token: 't' }, 1).subject).toContain('Bestätigen');
      expect(mails.write('reset-password', 'en', { name: null, token: 't' }, 1).subject).toBe('Choose a new password');
    },
  );

  it.each([
    ['verify-email.fr.txt', good, 'is not <template>.<en|de>.txt'],
    ['verify_email.en.txt', good, 'is not <template>.<en|de>.txt'],
    ['verify-email.en.html', good, 'is not <template>.<en|de>.txt'],
    ['verify-email.en.txt', '', 'lacks Subject'],
    ['verify-email.en.txt', good.replace('Subject: Confirm, please\n', ''), 'lacks Subject'],
    ['verify-email.en.txt', good.replace('Button: Yes, it is mine\n', ''), 'lacks Button'],
    ['password-changed.en.txt', good, 'has a Button, but this mail has no link'],
    ['verify-email.en.txt', good.replace('Greeting', 'Salutation'), 'is none of Subject, Greeting, Button'],
    ['verify-email.en.txt', `Subject: x\n${good}`, 'has Subject twice'],
    [
      'verify-email.en.txt',
      good.replace('{{name}}', '{{nmae}}'),
      'uses {{nmae}}; this mail has {{name}}, {{validFor}}',
    ],
    ['verify-email.en.txt', good.replace('please', '{{name}}'), 'has a placeholder in Subject, Button or footer'],
    ['verify-email.en.txt', good.split('\n\n')[0] ?? '', 'has no paragraph'],
    ['verify-email.en.txt', good.replace('Confirm', 'x'.repeat(300)), 'no line of at most 200 characters'],
    ['verify-email.en.txt', Buffer.from([0x53, 0xff, 0xfe]), 'is not a text in UTF-8'],
  ])('%s that cannot be used is told at the start (%#)', (name, content, wrong) => {
    put(name, content);
    expect(complaint()).toContain(
      `${name}: ${wrong.startsWith('is none') ? 'has a line before the first blank one that ' : ''}${wrong.startsWith('no line') ? 'has a Subject that is ' : ''}${wrong}`,
    );
  });

  it('are told of all at once, and a folder that is not there as well', () => {
    put('verify-email.en.txt', '');
    put('nonsense.txt', good);
    expect(complaint()).toMatch(/nonsense\.txt: [^]*verify-email\.en\.txt: lacks Subject/);
    expect(() => writer(join(folder, 'absent'))).toThrow('MAIL_TEMPLATES_DIR cannot be read');
  });
});
