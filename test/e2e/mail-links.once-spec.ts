import type { Browser, Page } from 'playwright-core';
import type { ReceivedMail } from '../factories/smtp-test-server.js';
import { SmtpTestServer } from '../factories/smtp-test-server.js';
import { openBrowser } from './support/browser.js';
import type { Person } from './support/people.js';
import { firstAdmin, freshEmail, newcomer, password, signIn } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const next = 'N3w-passw0rd!';

/** Each link as its reader follows it: by a click in the mail that came over SMTP, to the page, to the button. */
describe('the link of a mail, followed in a browser', () => {
  const server = new SmtpTestServer();
  let world: World;
  let root: Person;
  let browser: Browser | null = null;

  beforeAll(async () => {
    await server.start();
    // Without PUBLIC_URL: links lead to the port that the service listens on.
    world = await openWorld({ MAIL_URL: server.url });
    root = await firstAdmin(world.client, world.service);
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await world.end();
    await server.stop();
  });

  const mailTo = async (to: string, path: string): Promise<ReceivedMail> => {
    for (;;) {
      const { length } = server.received;
      const isIt = ({ recipients, mail }: ReceivedMail) =>
        recipients.includes(to) && (mail.text ?? '').includes(`/account/${path}#token=`);
      const found = server.received.find(isIt);
      if (found) return found;
      await server.got(length + 1);
    }
  };

  /** Clicks the link in the HTML of the mail. @returns the page that it leads to, which must have been answered well */
  async function open(page: Page, to: string, path: string): Promise<void> {
    const { mail } = await mailTo(to, path);
    await page.goto('about:blank');
    await page.setContent(String(mail.html));
    const link = page.locator('a').first();
    expect(mail.text).toContain(String(await link.getAttribute('href')));
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.url().includes(`/account/${path}`) && one.request().isNavigationRequest()),
      link.click(),
    ]);
    expect([path, answer.status()]).toEqual([path, 200]);
    await page.locator('button').waitFor();
  }

  /** Presses the button. @returns what the service answers */
  async function press(page: Page, secret: string | null): Promise<number> {
    if (secret !== null) await page.locator('#password').fill(secret);
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.locator('button').click(),
    ]);
    return answer.status();
  }

  /** The link does what it is for, once; nothing on the way is answered with an error. CI has a browser; elsewhere there may be none. */
  async function follow(to: string, path: string, secret: string | null, check: () => Promise<void>): Promise<void> {
    if (!browser) {
      expect(process.env['CI']).toBeUndefined();
      return;
    }
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      page.on('requestfailed', (request) => errors.push(`${request.url()} ${request.failure()?.errorText}`));
      page.on('response', (one) => one.status() >= 400 && errors.push(`${one.status()} ${one.url()}`));
      await open(page, to, path);
      expect([path, await press(page, secret)]).toEqual([path, 204]);
      await page.locator('#done').waitFor();
      expect(errors).toEqual([]);
      await check();
      await open(page, to, path);
      expect([path, await press(page, secret)]).toEqual([path, 400]);
      await page.locator('#failure').waitFor();
    } finally {
      await context.close();
    }
  }

  const me = async ({ token }: Person) => (await world.client.get('/users/me', { token })).body;
  const logIn = async (email: string, secret: string) =>
    (await world.client.post('/auth/login', { email, password: secret })).status;

  it('verifies the address', async () => {
    const person = await newcomer(world.client, { locale: 'de' });
    expect(await me(person)).toMatchObject({ emailVerified: false });
    await follow(person.email, 'verify-email', null, async () => {
      expect(await me(person)).toMatchObject({ emailVerified: true });
    });
  });

  it('replaces a forgotten password', async () => {
    const { email } = await newcomer(world.client);
    await world.client.post('/auth/forgot-password', { email });
    await follow(email, 'reset-password', next, async () => {
      expect([await logIn(email, password), await logIn(email, next)]).toEqual([401, 200]);
    });
  });

  it('accepts an invitation', async () => {
    const email = freshEmail('invited');
    const { status } = await world.client.post('/users', { email, invite: 'mail' }, { token: root.token });
    expect(status).toBe(201);
    await follow(email, 'accept-invitation', next, async () => {
      expect(await logIn(email, next)).toBe(200);
    });
  });

  it('moves the account to another address, and takes it back', async () => {
    const { id, email, token } = await newcomer(world.client);
    const newEmail = freshEmail('moved');
    await world.client.post('/users/me/email', { newEmail, currentPassword: password }, { token });
    await follow(newEmail, 'confirm-email', null, async () => {
      expect(await me(await signIn(world.client, newEmail))).toMatchObject({ id, email: newEmail });
    });
    await follow(email, 'undo-email', null, async () => {
      expect(await me(await signIn(world.client, email))).toMatchObject({ id, email });
      expect(await logIn(newEmail, password)).toBe(401);
    });
  });
});
