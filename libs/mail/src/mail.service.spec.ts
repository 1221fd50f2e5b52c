import { memoryMailRoom } from '../../../test/factories/mail-room.js';
import type { MailRequest } from './mail.service.js';

const request = (fields: Partial<MailRequest<'verify-email'>> = {}): MailRequest<'verify-email'> => ({
  key: 'verify-email:1',
  template: 'verify-email',
  to: ' Ada@Example.com ',
  locale: null,
  data: { name: 'Ada', token: 'one-time-token' },
  ...fields,
});

describe('MailService', () => {
  it('puts one message down under a key, for the normalised address, with nothing of its data to be read', async () => {
    const { service, reader, clock } = await memoryMailRoom({ mailer: null });
    await Promise.all([
      service.enqueue(request()),
      service.enqueue(request()),
      service.enqueue(request({ locale: 'de' })),
    ]);
    const [message, ...others] = await reader.list({ state: null, after: null, limit: 10 });
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      idempotencyKey: 'verify-email:1',
      recipient: 'ada@example.com',
      locale: 'en',
      state: 'queued',
      attempts: 0,
      nextAttemptAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + 24 * 3600_000),
    });
    expect(JSON.stringify(message)).not.toContain('one-time-token');
  });

  it('takes the language of the user, or of the request, and the life that it is given', async () => {
    const { service, reader, clock } = await memoryMailRoom({ mailer: null });
    const expiresAt = new Date(clock.now().getTime() + 1);
    await service.enqueue(request({ key: 'a', locale: 'de-CH', acceptLanguage: 'en', expiresAt }));
    await service.enqueue(request({ key: 'b', acceptLanguage: 'de, en;q=0.1' }));
    const found = await reader.list({ state: null, after: null, limit: 10 });
    expect(found.map(({ locale }) => locale)).toEqual(['de', 'de']);
    expect(found.find(({ idempotencyKey }) => idempotencyKey === 'a')?.expiresAt).toEqual(expiresAt);
  });

  it.each([
    '',
    'ada',
    'a@b.co,c@d.co',
    'a@b.co\r\nBcc: c@d.co',
    '"a b"@example.com',
    'a\u200bb@example.com',
    'A <a@b.co>',
  ])('sends nothing to %p', async (to) => {
    const { service, reader } = await memoryMailRoom({ mailer: null });
    await expect(service.enqueue(request({ to }))).rejects.toThrow(TypeError);
    expect(await reader.count(null)).toBe(0);
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(201)])('takes no key like %p', async (key) => {
    const { service } = await memoryMailRoom({ mailer: null });
    await expect(service.enqueue(request({ key }))).rejects.toThrow(TypeError);
  });
});
