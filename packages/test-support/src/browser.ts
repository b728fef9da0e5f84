import { type Browser, chromium } from 'playwright-core';
import { requireDebianPackage } from './require-debian-package.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Debian's Chromium, headless. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await requireDebianPackage('chromium', 'chromium');
  return chromium.launch({ executablePath, args: ARGS });
}
