/**
 * @module One Chromium for all browser tests: Vitest's global setup, which starts it when the first test
 * asks for it.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { launchBrowserServer } from './browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Responds with the WebSocket address of the browser. */
    browserLauncher: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let browser: Promise<BrowserServer> | undefined;
  const launcher = createServer((_, response) => {
    browser ??= launchBrowserServer();
    browser.then(
      (server) => response.end(server.wsEndpoint()),
      (error) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(launcher, 'listening');
  const { port } = launcher.address() as AddressInfo;
  project.provide('browserLauncher', `http://127.0.0.1:${port}`);
  return async () => {
    launcher.close();
    launcher.closeAllConnections();
    await (await browser)?.close();
  };
}
