/** @slow Needs a browser. */
import { mkdirSync } from 'node:fs';
import { sharedBrowser } from '@kolvera/test-support/browser';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEndpoint } from '../endpoint.ts';
import { openSandbox } from '../open-sandbox.ts';
import { pressAndConfirm, seriousFindings, signIn } from './open-browser.ts';

const DESKTOP = { width: 1280, colorScheme: 'light' } as const;
const TABLET = { width: 768, colorScheme: 'dark' } as const;
const PHONE = { width: 360, colorScheme: 'dark' } as const;
const PATIENT = { timeout: 300_000 };

/** The folder for the pictures of docs/sandbox.md. */
const pictures = process.env.KOLVERA_PICTURES;

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
}, 300_000);
afterAll(() => browser.close());

test(
  'a webhook is added, an event fired from its form, and it arrives by itself',
  PATIENT,
  async () => {
    const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
    const { page, problems } = await signIn(browser, sandbox, DESKTOP);

    await page.getByLabel('URL').fill('http://example.com/typed');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await page.getByRole('alert').getByText('must start with https://').waitFor();
    expect(await page.getByLabel('URL').inputValue()).toBe('http://example.com/typed');
    await page.getByLabel('URL').fill(endpoint.url);
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await page.getByText('Webhook added.').waitFor();
    await page.reload();
    expect(sandbox.webhooks()).toHaveLength(1);

    await page.getByRole('link', { name: 'Fire', exact: true }).click();
    await page.locator('select[name=event]').selectOption('contact.enriched');
    await page.waitForURL(/contact\.enriched/);
    await page.locator('[name="data.contact.name"]').fill('Ada Lovelace');
    const json = page.getByLabel('Data as JSON');
    await expect
      .poll(async () => JSON.parse(await json.inputValue()).contact.name)
      .toBe('Ada Lovelace');
    await json.fill('{"contact": {"name": 7, "pet": "cat"}}');
    const checks = page.locator('#checks');
    await checks.getByText('contact.name is usually a string.').waitFor();
    await checks.getByText('contact.pet is not in the schema.').waitFor();
    await json.fill('{"contact":');
    await checks.getByText('Not valid JSON').waitFor();
    await json.fill('{"contact": {"name": "Grace Hopper"}}');
    await expect
      .poll(() => page.locator('[name="data.contact.name"]').inputValue())
      .toBe('Grace Hopper');
    await page.getByRole('button', { name: 'Fire this JSON' }).click();
    await page.locator('#result').getByText('1 of 1').waitFor();
    await page.reload();
    await page.locator('#result').getByText('1 of 1').waitFor();
    expect(endpoint.received).toHaveLength(1);

    await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await sandbox.fire('meeting.booked');
    await page.locator('.row.new').getByText('meeting.booked').waitFor();
    await page.locator('.row .status').nth(1).waitFor();
    await page.locator('select[name=event]').selectOption('meeting.booked');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect.poll(() => page.locator('.row').count()).toBe(1);
    await page.getByRole('link', { name: 'meeting.booked' }).click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('Sent again, as this new delivery.').waitFor();
    await page.reload();
    await sandbox.settled();
    expect(endpoint.received).toHaveLength(3);

    await page.getByRole('link', { name: 'Webhooks', exact: true }).first().click();
    await page.getByRole('link', { name: endpoint.url }).click();
    await pressAndConfirm(page, 'Delete webhook');
    await page.getByText('No webhooks yet').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(problems).toEqual([]);
  },
);

test('hostile content is shown, and nothing of it runs', PATIENT, async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const hostile = '</pre><script>document.title="owned"</script><img src=x onerror=alert(1)>';
  endpoint.answer = () => ({ status: 200, body: hostile });
  const url = `${endpoint.url}/${'never-a-blank-'.repeat(30)}`;
  const { id } = sandbox.addWebhook({ url, description: hostile });
  await sandbox.fireBody(
    'contact.created',
    JSON.stringify({ data: { contact: { name: hostile } } }),
  );
  await sandbox.settled();
  const { page, problems } = await signIn(browser, sandbox, PHONE);
  const [delivery] = sandbox.deliveries();
  for (const path of [
    'webhooks',
    `webhooks/${id}`,
    'fire',
    'deliveries',
    `deliveries/${delivery?.id}`,
  ]) {
    await page.goto(new URL(`/settings/${path}`, sandbox.settingsUrl).href);
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
  }
  expect(problems).toEqual([]);
});

test(
  'every page fits 1280, 768 and 360 pixels, and axe finds nothing serious, light and dark',
  PATIENT,
  async () => {
    const sandbox = await openSandbox();
    const [fine, failing] = await Promise.all([openEndpoint(), openEndpoint()]);
    failing.answer = () => ({ status: 503, body: 'Try again later' });
    const url = 'https://hooks.example.com/catch/481516/kolvera';
    const paused = sandbox.addWebhook({
      url,
      events: ['meeting.booked'],
      description: 'Meetings to the CRM',
    });
    sandbox.disable(paused.id);
    sandbox.addWebhook({ url: failing.url, events: ['contact.created', 'contact.updated'] });
    const { id } = sandbox.addWebhook({ url: fine.url, description: 'n8n on my laptop' });
    for (const event of [
      'contact.created',
      'campaign.email.replied',
      'meeting.booked',
      'contact.updated',
    ]) {
      for (let n = 0; n < 3; n++) await sandbox.fire(event);
    }
    await sandbox.settled();
    const retrying = sandbox.deliveries({ status: 'pending' })[0]?.id;
    const pages = {
      webhooks: 'webhooks',
      webhook: `webhooks/${id}`,
      fire: 'fire?event=contact.enriched',
      deliveries: 'deliveries',
      delivery: `deliveries/${retrying}`,
      connect: 'connect',
    };
    for (const look of [DESKTOP, TABLET, PHONE]) {
      const { page, problems } = await signIn(browser, sandbox, look);
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(new URL(`/settings/${path}`, sandbox.settingsUrl).href);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect([name, width]).toEqual([name, look.width]);
        expect([name, await seriousFindings(page, axe.source)]).toEqual([name, []]);
        if (pictures !== undefined && look === DESKTOP) {
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: `${pictures}/${name}.png` });
        }
      }
      expect(problems).toEqual([]);
    }
  },
);

test('the filters of the log are in line', PATIENT, async () => {
  const { page } = await signIn(browser, await openSandbox(), DESKTOP);
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
  const filters = await page.locator('.filters label').all();
  const boxes = await Promise.all(filters.map((filter) => filter.boundingBox()));
  expect(new Set(boxes.map((box) => box?.y)).size).toBe(1);
  expect(new Set(boxes.map((box) => box?.height)).size).toBe(1);
});
