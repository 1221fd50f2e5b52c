import type { Browser } from 'playwright-core';
import { actions, levelOf, roles } from '@janus/access';
import { openBrowser } from './support/browser.js';
import type { World } from './support/world.js';
import { openWorld } from './support/world.js';

describe('the page of permissions', () => {
  let world: World;
  let browser: Browser | null = null;
  let url: string;

  beforeAll(async () => {
    world = await openWorld();
    url = `${world.service.url}/docs/permissions`;
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await world.end();
  });

  it('shows every action and role, to everybody', async () => {
    const page = await fetch(url, { headers: { authorization: 'Bearer nonsense' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    for (const action of actions) expect(html).toContain(`<code>${action}</code>`);
    for (const role of roles) expect(html).toContain(`${role}<small>level ${levelOf(role)}</small>`);
  });

  it('has nothing inside that a strict policy refuses, and nothing from elsewhere', async () => {
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const html = await page.text();
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|(?:src|href)="(?:https?:)?\/\//);
    const styles = await fetch(`${world.service.url}/docs/permissions.css`);
    expect([styles.status, styles.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('is read by GET and HEAD, and the explorer links to it', async () => {
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await fetch(url, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
    const document = (await (await fetch(`${world.service.url}/docs/openapi.json`)).json()) as {
      info: { description: string };
    };
    expect(document.info.description).toContain('](/docs/permissions)');
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['dark', 360],
  ] as const)('is readable, %s and %s pixels wide', async (colorScheme, width) => {
    if (!browser) {
      expect(process.env['CI']).toBeUndefined();
      return;
    }
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(url);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    // The table's ground is that of the scheme, so the styles are there.
    const ground = await page.evaluate("getComputedStyle(document.querySelector('table')).backgroundColor");
    expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(36, 41, 44)');
    await page.getByRole('link', { name: 'API explorer' }).click();
    await page.locator('.opblock').first().waitFor();
    expect([page.url(), complaints]).toEqual([`${world.service.url}/docs`, []]);
    await page.close();
  });
});
