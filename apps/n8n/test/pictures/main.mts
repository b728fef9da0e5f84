/**
 * @module `npm run pictures -w apps/n8n`: captures docs/pictures/n8n/*.png from the real n8n, as a
 * user meets the node.
 */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '@kolvera/test-support/browser';
import { type Page, selectors } from 'playwright-core';
import codex from '../../nodes/KolveraTrigger/KolveraTrigger.node.json' with { type: 'json' };
import { OWNER } from '../real/n8n-client.mts';
import { openStage, publishTrigger, runN8n } from '../real/stage.mts';
import { triggerWorkflow } from '../real/trigger-workflow.mts';

const FOLDER = fileURLToPath(new URL('../../../../docs/pictures/n8n', import.meta.url));

// As n8n's editor names its parts.
selectors.setTestIdAttribute('data-test-id');
const stage = await openStage(await runN8n());
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await signIn(page);
  await searchPalette(page);
  await captureNewNode(page);
  await captureManualRegistration(page);
  await captureOutput(page);
} finally {
  await browser.close();
  await stage.close();
  await stage.server.close();
}

async function capture(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  console.log(path);
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${stage.server.origin}/signin`);
  await page.getByTestId('emailOrLdapLoginId').locator('input').fill(OWNER.email);
  await page.getByTestId('password').locator('input').fill(OWNER.password);
  await page.getByTestId('form-submit-button').click();
  await page.waitForURL(/\/home/);
}

/** Each word under which a person may look for the node finds it. */
async function searchPalette(page: Page): Promise<void> {
  await page.goto(`${stage.server.origin}/workflow/new`);
  await page.getByTestId('canvas-add-button').click();
  const found = page.getByTestId('item-iterator-item').filter({ hasText: 'Kolvera' });
  for (const word of codex.alias) {
    await page.getByTestId('node-creator-search-bar').fill(word);
    await found.waitFor();
    console.log(`the palette finds the node by "${word}"`);
    await page.getByTestId('node-creator-search-bar').fill('');
    await found.waitFor({ state: 'hidden' });
  }
}

/** The palette's search, the node's list of actions, and its panel. */
async function captureNewNode(page: Page): Promise<void> {
  await page.goto(`${stage.server.origin}/workflow/new`);
  await page.getByTestId('canvas-add-button').click();
  await page.getByTestId('node-creator-search-bar').fill('Kolvera');
  const found = page.getByTestId('item-iterator-item').filter({ hasText: 'Kolvera' });
  await found.waitFor();
  await capture(page, 'search');
  await found.click();
  await page.getByText('On contact created').waitFor();
  await capture(page, 'actions');
  await page.getByText('On contact created').click();
  await page.getByTestId('ndv').getByText('Contact Created').waitFor();
  await capture(page, 'node');
}

/** What the panel says when the webhook is added by hand. */
async function captureManualRegistration(page: Page): Promise<void> {
  const json = triggerWorkflow(stage.credentialId, { registration: 'manual' }, randomUUID());
  const id = await stage.n8n.createWorkflow(json);
  await page.goto(`${stage.server.origin}/workflow/${id}/trigger`);
  await page.getByTestId('ndv').getByText('Settings → Webhooks').waitFor();
  await page.getByText('Webhook URLs').first().click();
  await page.getByText('Production URL').first().click();
  await capture(page, 'manual');
}

/** A run, with what the node emitted. */
async function captureOutput(page: Page): Promise<void> {
  const { id } = await publishTrigger(stage, {});
  await stage.kolvera.fire('contact.created');
  await stage.kolvera.settled();
  await stage.n8n.executions(id, 1);
  await page.goto(`${stage.server.origin}/workflow/${id}/executions`);
  await page.getByTestId('suggested-actions-close').click();
  await page.getByTestId('canvas-node').dblclick();
  await page.getByTestId('ndv').getByText('JSON', { exact: true }).click();
  await page.getByTestId('ndv').getByText('contact.created').first().waitFor();
  await capture(page, 'output');
}
