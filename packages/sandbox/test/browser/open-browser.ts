/** @module A sandbox's page in a browser, signed in. */
import type { Browser, Page } from 'playwright-core';
import type { Sandbox } from '../../src/index.ts';

export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

/** A page that has signed in. `problems` fills with what the browser complains of. */
export async function signIn(browser: Browser, sandbox: Sandbox, look: Look) {
  const { width, ...others } = look;
  const context = await browser.newContext({ viewport: { width, height: 860 }, ...others });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401'))
      problems.push(message.text());
  });
  await page.goto(sandbox.settingsUrl);
  await page.getByLabel('Control key').fill(sandbox.controlKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Webhooks', exact: true }).waitFor();
  return { page, problems };
}

/** Presses a button that asks first, and says yes. */
export async function pressAndConfirm(page: Page, name: string): Promise<void> {
  await page.locator('summary', { hasText: name }).click();
  await page.getByRole('button', { name, exact: true }).click();
}

/** The kinds of problems that axe finds serious, with the places. */
export async function seriousFindings(page: Page, axeSource: string): Promise<string[]> {
  await page.evaluate(axeSource);
  const found: unknown = await page.evaluate('axe.run()');
  const violations: unknown = Object(found).violations;
  return (Array.isArray(violations) ? violations : [])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }: { html: string }) => html).join(' ')}`);
}
