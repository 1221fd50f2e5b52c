import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { accessibilityFindings } from './support/accessibility.js';
import { openBrowser } from './support/browser.js';
import { openPathProxy } from './support/path-proxy.js';
import type { Person } from './support/people.js';
import { codeOf, firstAdmin, freshEmail, password, signIn } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const names = ['verify-email', 'reset-password', 'accept-invitation', 'confirm-email', 'undo-email'];
const wrongToken = 'w'.repeat(43);
const deadLink = 'This link does not work any more';
const failed = 'That did not work, and it is our fault.';

let world: World;
let admin: Person;
let browser: Browser | null = null;

beforeAll(async () => {
  world = await openWorld();
  admin = await firstAdmin(world.client, world.service);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await world.end();
});

const urlOf = (name: string, token?: string, base = world.service.url) =>
  `${base}/account/${name}${token === undefined ? '' : `#token=${token}`}`;

async function invite(): Promise<{ email: string; token: string }> {
  const email = freshEmail('grace');
  const { body } = await world.client.post('/users', { email }, { token: admin.token });
  return { email, token: String(body['invitation']?.['token']) };
}

/** Runs the case in a tab of its own and fails it if the page complains of anything. CI has a browser; elsewhere there may be none. */
async function inTab(options: BrowserContextOptions, run: (page: Page, complaints: string[]) => Promise<void>) {
  if (!browser) {
    expect(process.env['CI']).toBeUndefined();
    return;
  }
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await run(page, complaints);
    // What Chromium itself notes of an answer that says no.
    // And its wish for a field with the user's name: a link does not say whose it is.
    const notes = ['Failed to load resource', '[DOM] Password forms should have'];
    expect(complaints.filter((one) => !notes.some((note) => one.startsWith(note)))).toEqual([]);
  } finally {
    await context.close();
  }
}

const press = (page: Page) => page.locator('button').click();
const alert = (page: Page) => page.getByRole('alert');
const focused = (page: Page) => page.evaluate('document.activeElement.id');

describe('an account page, as it is served', () => {
  it.each(names)('%s: by GET and HEAD, to everybody, under a strict policy and kept nowhere', async (name) => {
    const page = await fetch(urlOf(name), { headers: { authorization: 'Bearer nonsense' } });
    const { headers } = page;
    expect([page.status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toBe(policy);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('vary')).toMatch(/\bAccept-Language\b/);
    const head = await fetch(urlOf(name), { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('content-security-policy')]).toEqual([200, '', policy]);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await fetch(urlOf(name), { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
  });

  it.each([
    ['de', 'de'],
    ['de-AT,en;q=0.5', 'de'],
    ['fr, en;q=0.2, de;q=0.1', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [';;q=,,*', 'en'],
  ])('speaks the language that is asked for: "%s" is %s', async (wanted, language) => {
    const page = await fetch(urlOf('reset-password'), { headers: { 'accept-language': wanted } });
    const html = await page.text();
    expect([page.headers.get('content-language'), html.includes(`<html lang="${language}">`)]).toEqual([
      language,
      true,
    ]);
    expect(html.includes('Neues Passwort wählen')).toBe(language === 'de');
  });

  it('echoes nothing of the request, and has script and styles of its own', async () => {
    const html = await (await fetch(`${urlOf('verify-email')}?token=${wrongToken}&x=%3Cb%3E`)).text();
    expect(html).not.toMatch(new RegExp(`${wrongToken}|<b>`));
    for (const [file, type] of [
      ['account.js', 'text/javascript; charset=utf-8'],
      ['account.css', 'text/css; charset=utf-8'],
    ] as const) {
      const { status, headers } = await fetch(urlOf(file));
      expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
        200,
        type,
        'nosniff',
      ]);
    }
  });

  it.each(['x', 'account', 'verify-email/', 'Verify-Email', 'account.ts', '..%2fverify-email', ''])(
    'is one of five: /account/%s is not there, by whatever method',
    async (name) => {
      for (const method of ['GET', 'POST']) {
        const answer = await world.client.send(method, `//account/${name}`);
        expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
      }
    },
  );
});

describe('an account page, in a browser', () => {
  it('lets an invited person choose a password, tells every rule that it breaks, and then sign in', async () => {
    const { email, token } = await invite();
    await inTab({}, async (page) => {
      const sent: string[] = [];
      page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
      await page.goto('about:blank');
      await page.goto(urlOf('accept-invitation', token));
      expect(page.url()).toBe(urlOf('accept-invitation'));
      expect(await page.title()).toBe('Accept the invitation');
      expect(await page.content()).not.toContain(token);
      expect(sent.filter((one) => one.startsWith('POST'))).toEqual([]);

      const field = page.getByLabel('New password');
      expect(await field.getAttribute('autocomplete')).toBe('new-password');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('password');
      await page.keyboard.press('Enter');
      await alert(page).getByText('Please enter a password.').waitFor();
      await page.keyboard.type('janus');
      await page.keyboard.press('Enter');
      await alert(page).getByText('This password cannot be used.').waitFor();
      expect(await alert(page).getByRole('listitem').allTextContents()).toEqual([
        'must have at least 8 characters',
        'must contain an upper-case letter',
        'must contain a digit',
        'must contain a special character',
        'must not be the name of the service or of your mailbox, with or without digits and symbols around it',
      ]);
      expect([await focused(page), await field.getAttribute('aria-invalid')]).toEqual(['password', 'true']);
      expect(await field.getAttribute('aria-describedby')).toContain('failure');

      await page.getByLabel('Show the password').check();
      expect(await field.getAttribute('type')).toBe('text');
      await page.getByLabel('Show the password').uncheck();
      expect(await field.getAttribute('type')).toBe('password');
      await field.fill(password);
      await press(page);
      await page.getByRole('heading', { name: 'Your account is ready' }).waitFor();
      expect([await focused(page), await page.title()]).toEqual(['done', 'Your account is ready']);
      expect([await field.isVisible(), await field.inputValue(), await alert(page).isVisible()]).toEqual([
        false,
        '',
        false,
      ]);
      expect(
        await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie, history.length]'),
      ).toEqual([0, 0, '', 2]);
      expect(await page.content()).not.toContain(token);
    });
    if (browser) {
      expect((await signIn(world.client, email)).email).toBe(email);
      expect(world.service.output.join('\n')).not.toContain(token);
    }
  });

  it('keeps a password as it was typed, blanks and all', async () => {
    const { email, token } = await invite();
    const odd = '  Pä55 wörd 🐎  ';
    await inTab({}, async (page) => {
      await page.goto(urlOf('accept-invitation', token));
      await page.getByLabel('New password').fill(odd);
      await press(page);
      await page.getByRole('heading', { name: 'Your account is ready' }).waitFor();
      expect((await world.client.post('/auth/login', { email, password: odd })).status).toBe(200);
      expect((await world.client.post('/auth/login', { email, password: odd.trim() })).status).toBe(401);
    });
  });

  it('tells a refusal in German on a German page', async () => {
    const { token } = await invite();
    await inTab({ locale: 'de-AT' }, async (page) => {
      await page.goto(urlOf('accept-invitation', token));
      await page.getByLabel('Neues Passwort').fill('passwort');
      await press(page);
      await alert(page).getByText('Dieses Passwort kann nicht verwendet werden.').waitFor();
      const told = await alert(page).getByRole('listitem').allTextContents();
      expect(told.slice(0, 2)).toEqual(['muss einen Großbuchstaben enthalten', 'muss eine Ziffer enthalten']);
      expect(told.join(' ')).not.toMatch(/must/);
    });
  });

  it.each(names)('%s: says that a wrong link does not work, and has nothing to press then', async (name) => {
    await inTab({}, async (page) => {
      await page.goto(urlOf(name, wrongToken));
      if (await page.locator('#password').count()) await page.locator('#password').fill(password);
      await press(page);
      await alert(page).getByText(deadLink).waitFor();
      expect([await focused(page), await page.locator('button').isVisible()]).toEqual(['failure', false]);
      expect(await accessibilityFindings(page)).toEqual([]);
    });
  });

  it.each([
    ['a limit', { status: 429, headers: { 'retry-after': '90' } }, 'Please try again in 90 seconds.'],
    ['a long limit', { status: 429, headers: { 'retry-after': '121' } }, 'Please try again in 3 minutes.'],
    ['a limit without a time', { status: 429 }, 'Please try again later.'],
    ['no database', { status: 503, json: { code: 'DATABASE_UNAVAILABLE' } }, 'Please try again in a moment.'],
    ['a fault', { status: 500, json: { code: 'INTERNAL', requestId: 'req-4711' } }, 'this number: req-4711'],
    ['a route that is not there', { status: 404, json: { code: 'NOT_FOUND' } }, failed],
    ["a proxy's own page", { status: 502, body: '<b>Bad gateway</b>' }, failed],
    ['no answer', null, 'The service cannot be reached.'],
  ] as const)('lets one try again after %s', async (_what, answer, sentence) => {
    await inTab({}, async (page) => {
      const bodies: unknown[] = [];
      await page.route('**/api/v1/auth/verify-email', async (route) => {
        bodies.push(route.request().postDataJSON());
        if (bodies.length > 1) return route.fulfill({ status: 204 });
        return answer ? route.fulfill(answer) : route.abort('connectionrefused');
      });
      await page.goto(urlOf('verify-email', wrongToken));
      await press(page);
      await alert(page).getByText(sentence).waitFor();
      expect(await focused(page)).toBe('failure');
      expect(await accessibilityFindings(page)).toEqual([]);
      await press(page);
      await page.getByRole('heading', { name: 'Your e-mail address is confirmed' }).waitFor();
      expect(bodies).toEqual([{ token: wrongToken }, { token: wrongToken }]);
    });
  });

  it('sends one request however often the button is pressed, and says that it is under way', async () => {
    await inTab({}, async (page) => {
      let answer = () => {};
      const mayAnswer = new Promise<void>((resolve) => {
        answer = resolve;
      });
      let calls = 0;
      await page.route('**/api/v1/auth/undo-email-change', async (route) => {
        calls += 1;
        await mayAnswer;
        await route.fulfill({ status: 204 });
      });
      await page.goto(urlOf('undo-email', wrongToken));
      await press(page);
      await page.getByRole('status').getByText('One moment').waitFor();
      // By force: people press a button that looks busy, and Playwright would wait.
      await page.locator('button').click({ force: true });
      await page.keyboard.press('Enter');
      answer();
      await page.getByRole('heading', { name: 'Your account has its old e-mail address again' }).waitFor();
      expect(calls).toBe(1);
    });
  });

  it('says so where the link is not complete or the page was reloaded, and takes another link in its place', async () => {
    await inTab({}, async (page) => {
      for (const incomplete of [
        urlOf('confirm-email'),
        `${urlOf('confirm-email')}#token=`,
        `${urlOf('confirm-email')}#x`,
      ]) {
        await page.goto('about:blank');
        await page.goto(incomplete);
        await page.getByText('The link is not complete.').waitFor();
        expect(await page.locator('form').isVisible()).toBe(false);
        expect(await accessibilityFindings(page)).toEqual([]);
      }
      await page.goto(urlOf('confirm-email', wrongToken));
      await page.getByRole('button', { name: 'Confirm the new address' }).waitFor();
      expect(page.url()).toBe(urlOf('confirm-email'));
      await page.reload();
      await page.getByText('The link is not complete.').waitFor();
    });
  });

  it('says what to do without JavaScript, and offers nothing', async () => {
    await inTab({ javaScriptEnabled: false }, async (page) => {
      await page.goto(urlOf('reset-password', wrongToken));
      await page.locator('noscript > p').waitFor();
      expect([await page.locator('form').isVisible(), await page.locator('button').isVisible()]).toEqual([
        false,
        false,
      ]);
    });
  });

  it('works below any path that a proxy takes away', async () => {
    const proxy = await openPathProxy(world.service.url, '/some/id');
    try {
      await inTab({}, async (page) => {
        await page.goto(urlOf('accept-invitation', wrongToken, proxy.url));
        await page.getByLabel('New password').fill(password);
        await press(page);
        await alert(page).getByText(deadLink).waitFor();
        expect(page.url()).toBe(urlOf('accept-invitation', undefined, proxy.url));
        expect(await page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth")).toBe('480px');
      });
    } finally {
      await proxy.close();
    }
  });
});

describe('what everybody can read and use', () => {
  const looks = [
    ['light', 1280],
    ['dark', 1280],
    ['light', 320],
    ['dark', 360],
  ] as const;

  it.each(looks)('are the account pages, %s and %s pixels wide', async (colorScheme, width) => {
    for (const locale of ['en-GB', 'de-DE']) {
      await inTab({ colorScheme, locale, viewport: { width, height: 800 }, reducedMotion: 'reduce' }, async (page) => {
        for (const name of names) {
          await page.goto('about:blank');
          await page.goto(urlOf(name, wrongToken));
          const ground = await page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor");
          expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(28, 33, 40)');
          const seen = async () => [
            await page.evaluate('document.documentElement.scrollWidth'),
            await accessibilityFindings(page),
          ];
          expect([name, await seen()]).toEqual([name, [width, []]]);
          if ((await page.locator('#password').count()) === 0) continue;
          await press(page);
          await alert(page).getByRole('paragraph').waitFor();
          expect([name, await seen()]).toEqual([name, [width, []]]);
          await page.route('**/api/v1/auth/**', (route) => route.fulfill({ status: 204 }));
          await page.locator('#password').fill(password);
          await press(page);
          await page.locator('#done').waitFor();
          expect([name, await seen()]).toEqual([name, [width, []]]);
        }
      });
    }
  });

  it.each(looks)('are the pages of permissions and mails, %s and %s pixels wide', async (colorScheme, width) => {
    await inTab({ colorScheme, viewport: { width, height: 800 } }, async (page) => {
      for (const path of ['permissions', 'mail', 'mail/reset-password', 'mail/new-device?lang=de']) {
        await page.goto(`${world.service.url}/docs/${path}`);
        expect([path, await accessibilityFindings(page)]).toEqual([path, []]);
      }
    });
  });
});
