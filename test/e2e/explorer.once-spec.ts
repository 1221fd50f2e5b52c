import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from './support/browser.js';
import { freshEmail, password } from './support/people.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('the explorer', () => {
  let world: World;
  let browser: Browser | null = null;

  beforeAll(async () => {
    world = await openWorld();
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await world.end();
  });

  it('is served from files of our own, under a policy without inline scripts', async () => {
    const page = await fetch(`${world.service.url}/docs`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const path of ['/docs/openapi.json', '/docs/openapi.yaml', '/docs/']) {
      expect([path, (await fetch(world.service.url + path)).status]).toEqual([path, 200]);
    }
  });

  it('lets a person register, sign in, authorize and ask who they are', async () => {
    if (!browser) {
      // Without a browser here the page itself cannot be tried; CI has one and says so if it has not.
      expect(process.env['CI']).toBeUndefined();
      return;
    }
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${world.service.url}/docs`);
    const email = freshEmail('page');
    expect(await tryOut(page, 'register', { email, password })).toMatchObject({ status: '201' });
    const login = await tryOut(page, 'login', { email, password });
    expect(login.status).toBe('200');
    const { accessToken } = JSON.parse(login.body) as { accessToken: string };
    await page.getByRole('button', { name: 'Authorize', exact: true }).first().click();
    const bearer = page.locator('.modal-ux .auth-container').filter({ has: page.locator('#auth-bearer-value') });
    await bearer.locator('#auth-bearer-value').fill(accessToken);
    await bearer.getByRole('button', { name: 'Apply credentials' }).click();
    await page.locator('.modal-ux').getByRole('button', { name: 'Close' }).first().click();
    const me = await tryOut(page, 'readMe');
    expect(me.status).toBe('200');
    expect(JSON.parse(me.body)).toMatchObject({ email });
    expect(complaints).toEqual([]);
  });
});

/** Opens an operation, sends it and reads the answer, as a person would. */
async function tryOut(page: Page, id: string, body?: object): Promise<{ status: string; body: string }> {
  const operation: Locator = page.locator(`[id$="-${id}"].opblock`);
  await operation.locator('.opblock-summary-control').click();
  if (body) await operation.locator('textarea.body-param__text').fill(JSON.stringify(body));
  await operation.getByRole('button', { name: 'Execute' }).click();
  const live = operation.locator('.live-responses-table');
  const status = await live.locator('.response-col_status').last().innerText();
  const text = await live.locator('.highlight-code code, .microlight').first().innerText();
  await operation.locator('.opblock-summary-control').click();
  return { status: status.trim(), body: text };
}
