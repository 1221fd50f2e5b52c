import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { simpleParser } from 'mailparser';
import { CaptureMailer } from './capture-mailer.js';

const from = { name: 'Janus', address: 'no-reply@localhost' };
const mail = {
  id: '019ab4c8-5f00-7c3e-8a6b-0c5d4e3f2a1b',
  recipient: 'ada@example.com',
  language: 'en',
  subject: 'Hello',
  text: 'text',
  html: '<p>html</p>',
  link: 'https://id.test/account/verify-email#token=secret',
};

describe('CaptureMailer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'janus-capture-'));
  const lines: string[] = [];

  beforeAll(() => {
    Logger.overrideLogger({ log: (line: string) => lines.push(line), warn: () => {}, error: () => {} });
  });

  afterAll(() => {
    Logger.overrideLogger(false);
    rmSync(folder, { recursive: true, force: true });
  });

  it('writes a file for each mail, whose names sort by time and which only its owner reads', async () => {
    const into = join(folder, 'mail');
    const mailer = new CaptureMailer(into, from, true);
    const times = ['2026-11-24T10:11:12.345Z', '2026-11-24T10:11:12.346Z', '2026-11-25T00:00:00.000Z'];
    for (const time of times.toReversed()) await mailer.send(mail, new Date(time));
    const files = readdirSync(into).toSorted();
    expect(files).toEqual(times.map((time) => `${time.replaceAll(':', '-')}-${mail.id}.eml`));
    expect([statSync(into).mode & 0o777, statSync(join(into, files[0] ?? '')).mode & 0o777]).toEqual([0o700, 0o600]);
    const parsed = await simpleParser(readFileSync(join(into, files[0] ?? '')));
    expect([parsed.subject, parsed.messageId]).toEqual(['Hello', `<${mail.id}@localhost>`]);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(`to ada@example.com: ${mail.link} (${files[2]})`);
  });

  it('says nothing where links may not be shown, and tells a folder that cannot be written', async () => {
    lines.splice(0);
    await new CaptureMailer(join(folder, 'quiet'), from, false).send(mail, new Date(0));
    expect(lines).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    const blocked = new CaptureMailer(join(folder, 'file', 'mail'), from, true).send(mail, new Date(0));
    await expect(blocked).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('ENOTDIR') });
  });
});
