/** @module Debian's Chromium, headless. */
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';
import { inject } from 'vitest';
import { requireDebianPackage } from './require-debian-package.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function options(): Promise<LaunchOptions> {
  return { executablePath: await requireDebianPackage('chromium', 'chromium'), args: ARGS };
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await options());
}

export async function launchBrowserServer(): Promise<BrowserServer> {
  return chromium.launchServer(await options());
}

/** The browser that all tests share; closing it closes this test's pages only. */
export async function sharedBrowser(): Promise<Browser> {
  const response = await fetch(inject('browserLauncher'));
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return chromium.connect(text);
}
