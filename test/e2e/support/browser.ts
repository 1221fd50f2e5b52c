import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const candidates = [
  process.env['TEST_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
// Nothing that the browser does by itself may reach for the network.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium without a window; null where there is none, which CI takes for a failure. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
  return executablePath === undefined ? null : chromium.launch({ executablePath, args: quiet });
}
