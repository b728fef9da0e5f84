/** @slow Needs a browser. */
import { events } from '@kolvera/event-schema';
import { sharedBrowser } from '@kolvera/test-support/browser';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LANE_WIDTH } from '../../src/delivery/post.ts';
import { openEndpoint } from '../endpoint.ts';
import { openSandbox } from '../open-sandbox.ts';
import { pressAndConfirm, signIn } from './open-browser.ts';

const DESKTOP = { width: 1280, colorScheme: 'light' } as const;
const PATIENT = { timeout: 300_000 };

/** What a browser may be sent for the first view of a page: markup, style, script and icon. */
const FIRST_VIEW = 100_000;

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
}, 300_000);
afterAll(() => browser.close());

/** Waits for what the page says after a form was sent, and reloads, which must repeat nothing. */
async function saidOnce(page: Page, words: string): Promise<void> {
  await page.getByRole('status').getByText(words).waitFor();
  await page.reload();
  await page.getByRole('status').getByText(words).waitFor();
}

test(
  'a webhook is rotated, disabled, enabled and deleted; what cannot be undone asks',
  PATIENT,
  async () => {
    const sandbox = await openSandbox();
    const { id, secret } = sandbox.addWebhook({ url: 'http://127.0.0.1:9/webhook' });
    const { page, problems } = await signIn(browser, sandbox, DESKTOP);
    const { origin } = new URL(sandbox.settingsUrl);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await page.getByRole('link', { name: '127.0.0.1:9' }).click();

    const copySecret = page.getByRole('button', { name: 'Copy the secret' });
    await copySecret.click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);

    const question = page.locator('summary', { hasText: 'Rotate secret' });
    await question.click();
    await page.getByText('Deliveries are signed with the new secret at once.').waitFor();
    await question.click();
    expect(await page.getByRole('button', { name: 'Rotate secret', exact: true }).isVisible()).toBe(
      false,
    );
    expect(sandbox.webhook(id)?.secret).toBe(secret);
    await pressAndConfirm(page, 'Rotate secret');
    await saidOnce(page, 'The secret was rotated.');
    await copySecret.click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(sandbox.webhook(id)?.secret);

    await page.getByRole('button', { name: 'Disable' }).click();
    await saidOnce(page, 'Disabled.');
    await page.getByText('Paused. Pending deliveries are sent when you enable it.').waitFor();
    expect(sandbox.webhook(id)?.status).toBe('disabled');
    await page.getByRole('button', { name: 'Enable' }).click();
    await saidOnce(page, 'Enabled.');
    expect(sandbox.webhook(id)?.status).toBe('active');

    await page.locator('#edit > summary').click();
    const url = page.getByLabel('URL');
    await url.fill('ftp://127.0.0.1/typed');
    await page.getByLabel('Description').fill('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('must start with https://').waitFor();
    expect(await url.inputValue()).toBe('ftp://127.0.0.1/typed');
    expect(await page.getByLabel('Description').inputValue()).toBe('Mine');
    await url.fill('http://127.0.0.1:9/corrected');
    await page.getByRole('button', { name: 'Save' }).click();
    await saidOnce(page, 'Saved.');
    expect(sandbox.webhook(id)).toMatchObject({
      url: 'http://127.0.0.1:9/corrected',
      description: 'Mine',
    });

    await page.locator('summary', { hasText: 'Delete webhook' }).click();
    await page.getByText('pending deliveries are abandoned').waitFor();
    expect(sandbox.webhooks()).toHaveLength(1);
    await page.getByRole('button', { name: 'Delete webhook', exact: true }).click();
    await saidOnce(page, 'Webhook deleted.');
    expect(sandbox.webhooks()).toEqual([]);
    expect(problems).toEqual([]);
  },
);

test('an API key is created, shows when it was last used, and is revoked', PATIENT, async () => {
  const sandbox = await openSandbox();
  const { page, problems } = await signIn(browser, sandbox, DESKTOP);
  await page.getByRole('link', { name: 'Connect', exact: true }).click();
  await page.getByLabel('Name').fill('n8n on my laptop');
  await page.getByRole('button', { name: 'Create key' }).click();
  await saidOnce(page, 'The key was created.');
  const keys = page.locator('#keys .row');
  expect(await keys.count()).toBe(2);
  const row = keys.filter({ hasText: 'n8n on my laptop' });
  await row.getByText('Never used').waitFor();
  const key = await row.locator('code').innerText();
  const status = async () =>
    (await fetch(`${sandbox.baseUrl}/me`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await status()).toBe(200);
  await page.reload();
  await row.getByText('Last used').waitFor();
  await pressAndConfirm(page, 'Revoke');
  await saidOnce(page, 'The key was revoked.');
  expect(await keys.count()).toBe(1);
  expect(await status()).toBe(401);
  expect(problems).toEqual([]);
});

test('all events are fired at once, and the page shows how far it is', PATIENT, async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const all = events.length;
  const answers: (() => void)[] = [];
  endpoint.answer = () => new Promise((resolve) => answers.push(() => resolve({ status: 200 })));
  sandbox.addWebhook({ url: endpoint.url });
  const { page, problems } = await signIn(browser, sandbox, DESKTOP);
  await page.getByRole('link', { name: 'Fire', exact: true }).click();
  await page.getByRole('button', { name: `Fire all ${all} events` }).click();
  const result = page.locator('#result');
  const progress = () => result.locator('progress').getAttribute('value');
  await result.getByText(`0 of ${all} deliveries accepted, ${all} pending`).waitFor();
  expect(await progress()).toBe('0');
  await expect.poll(() => answers.length).toBe(LANE_WIDTH);
  for (const answer of answers.splice(0, 5)) answer();
  await result.getByText(`5 of ${all} deliveries accepted, ${all - 5} pending`).waitFor();
  expect(await progress()).toBe('5');
  endpoint.answer = () => ({ status: 200 });
  for (const answer of answers.splice(0)) answer();
  await result.getByText(`${all} of ${all} deliveries accepted.`).waitFor();
  expect(await progress()).toBe(String(all));
  await page.reload();
  await result.getByText(`${all} of ${all} deliveries accepted.`).waitFor();
  expect(endpoint.received).toHaveLength(all);
  expect(problems).toEqual([]);
});

test(
  'with script switched off pages are read, paged to the oldest, and forms are sent',
  PATIENT,
  async () => {
    const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
    sandbox.addWebhook({ url: endpoint.url });
    for (let n = 0; n < 60; n++) await sandbox.fire(n === 0 ? 'meeting.booked' : 'contact.created');
    await sandbox.settled();
    const { page, problems } = await signIn(browser, sandbox, {
      ...DESKTOP,
      javaScriptEnabled: false,
    });
    await page.locator('.row').getByText('Delivered').waitFor();

    await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
    expect(await page.locator('time').first().innerText()).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
    );
    expect(await page.getByText('Live', { exact: true }).isVisible()).toBe(false);
    let seen = await page.locator('.row').count();
    const older = page.getByRole('link', { name: 'Older' });
    while ((await older.count()) > 0) {
      await older.click();
      seen += await page.locator('.row').count();
    }
    expect(seen).toBe(60);
    await page.locator('.row').last().getByRole('link', { name: 'meeting.booked' }).click();
    await page.getByText('Attempt 1').waitFor();
    await page.getByText('Exactly as sent').click();
    expect(await page.getByLabel('the exact body', { exact: true }).innerText()).toBe(
      String(endpoint.received[0]?.body),
    );
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);

    await page.getByRole('link', { name: 'Fire', exact: true }).click();
    await page.locator('select[name=event]').selectOption('company.created');
    await page.getByRole('button', { name: 'Choose' }).click();
    await page.getByRole('button', { name: 'Fire', exact: true }).click();
    await page.locator('#result').getByText('Fired company.created').waitFor();
    await sandbox.settled();
    expect(JSON.parse(String(endpoint.received.at(-1)?.body)).event).toBe('company.created');

    await page.getByRole('link', { name: 'Connect', exact: true }).click();
    for (const name of ['n8n', 'Zapier', 'Make', 'Your own endpoint', 'Terminal', 'API keys']) {
      await page.getByRole('heading', { name, exact: true }).waitFor();
    }
    await page.getByRole('link', { name: 'Webhooks', exact: true }).first().click();
    await page.getByRole('link', { name: endpoint.url }).click();
    await pressAndConfirm(page, 'Delete webhook');
    await page.getByText('Webhook deleted.').waitFor();
    expect(problems).toEqual([]);
  },
);

test('the first view of each page is light', PATIENT, async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { id } = sandbox.addWebhook({ url: endpoint.url });
  for (let n = 0; n < 30; n++) await sandbox.fire('contact.created');
  const long = await sandbox.fire('contact.created', { data: { note: 'a "word" '.repeat(1700) } });
  await sandbox.settled();
  const [delivery] = sandbox.deliveries();
  const { page: signedIn } = await signIn(browser, sandbox, DESKTOP);
  const storageState = await signedIn.context().storageState();
  for (const path of [
    'webhooks',
    `webhooks/${id}`,
    'fire?event=contact.enriched',
    'deliveries',
    `deliveries/${delivery?.id}`,
    `deliveries/${long.deliveries[0]}`,
    'connect',
  ]) {
    // A context of its own has kept nothing of the pages before.
    const context = await browser.newContext({ storageState });
    const page = await context.newPage();
    const requests: Request[] = [];
    page.on('requestfinished', (request) => requests.push(request));
    await page.goto(new URL(`/settings/${path}`, sandbox.settingsUrl).href);
    const kinds = () => requests.map((request) => request.resourceType());
    await expect.poll(kinds).toEqual(expect.arrayContaining(['stylesheet', 'script']));
    // What the script fetches after that is the same page again, to keep it up to date.
    const first = requests.filter((request) => request.resourceType() !== 'fetch');
    const sizes = await Promise.all(first.map((request) => request.sizes()));
    const bytes = sizes.reduce(
      (sum, one) => sum + one.responseBodySize + one.responseHeadersSize,
      0,
    );
    expect(bytes).toBeGreaterThan(20_000);
    expect([path, bytes < FIRST_VIEW]).toEqual([path, true]);
    await context.close();
  }
});
