/**
 * @module The built site in a browser: no finding of axe in light or dark, no dead link, nothing wider
 * than the window at three widths, and a search that works.
 * @slow Builds the site and needs a browser.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { events } from '@kolvera/event-schema';
import { sharedBrowser } from '@kolvera/test-support/browser';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Site, serve } from './serve.ts';

const PATIENT = { timeout: 300_000 };
const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.cache/site');

let browser: Browser;
let site: Site;
let pages: readonly string[];
beforeAll(async () => {
  execFileSync('npm', ['run', '--silent', 'docs:build'], { cwd: root, stdio: 'pipe' });
  pages = globSync('**/*.html', { cwd: folder }).filter((page) => page !== '404.html');
  site = await serve(folder);
  browser = await sharedBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  site?.close();
});

async function open(page: Page, path: string): Promise<void> {
  page.setDefaultTimeout(120_000);
  await page.goto(`${site.origin}/${path}`, { waitUntil: 'networkidle' });
}

test('there is a page for each event, and for each audience', () => {
  const names = events.map(({ name }) => `events/${name}.html`);
  const audiences = ['zapier', 'n8n', 'make', 'own-endpoint', 'cli', 'sandbox'];
  expect(pages).toEqual(
    expect.arrayContaining(['index.html', ...names, ...audiences.map((name) => `${name}.html`)]),
  );
});

test('every link within the site leads to a page, and to a place on it', () => {
  const ids = new Map(
    pages.map((page) => {
      const html = readFileSync(join(folder, page), 'utf8');
      return [
        `/${page}`,
        { html, ids: new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), (found) => found[1])) },
      ];
    }),
  );
  const dead = [...ids].flatMap(([page, { html }]) =>
    Array.from(html.matchAll(/<a [^>]*href="([^"]+)"/g), ([, href = '']) => href)
      .filter((href) => !/^[a-z]+:/.test(href))
      .filter((href) => {
        const { pathname, hash } = new URL(href, `http://site${page}`);
        const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
        if (/\.(json|yaml)$/.test(file)) return !existsSync(join(folder, file));
        const found = ids.get(file) ?? ids.get(`${file}.html`);
        return !found || (hash !== '' && !found.ids.has(decodeURIComponent(hash.slice(1))));
      })
      .map((href) => `${page}: ${href}`),
  );
  expect(dead).toEqual([]);
});

test('the open descriptions come with the site, and its page of them leads there', async () => {
  const html = readFileSync(join(folder, 'descriptions.html'), 'utf8');
  const names = ['asyncapi.yaml', 'openapi.yaml', 'vectors.json'];
  for (const name of names) expect(html).toContain(`href="/${name}"`);
  for (const { name } of events) names.push(`schemas/${name}.json`, `samples/${name}.json`);
  const answers = await Promise.all(names.map((name) => fetch(`${site.origin}/${name}`)));
  expect(answers.filter(({ ok }) => !ok).map(({ url }) => url)).toEqual([]);
});

test('llms.txt names every event', () => {
  const text = readFileSync(join(folder, 'llms.txt'), 'utf8');
  for (const { name, label, category } of events) {
    expect(text).toContain(`[${name}](`);
    expect(text).toContain(`): ${label} (${category}).`);
  }
});

/** One page of each kind. */
const MEASURED = [
  '',
  'events',
  'events/contact.created',
  'own-endpoint',
  'zapier',
  'n8n',
  'make',
  'cli',
];

/** All pages but the others of the decisions and of the events, which are all alike. */
const EXAMINED = [
  ...globSync('*.md', { cwd: join(root, 'docs') }).map((file) => file.replace('.md', '')),
  'decisions/',
  'events/contact.created',
];

test.each(EXAMINED)('axe finds nothing on %s, light or dark', PATIENT, async (path) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await open(page, path);
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(
      `document.documentElement.classList.contains('dark') === ${colorScheme === 'dark'}`,
    );
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    for (const { id, nodes } of violations) {
      const elements = nodes.slice(0, 2).map(({ html }) => html.slice(0, 160));
      problems.push(...elements.map((html) => `${colorScheme}: ${id}: ${html}`));
    }
  }
  await page.close();
  expect(problems).toEqual([]);
});

test.each([375, 768, 1440])('no page is wider than a window of %d', PATIENT, async (width) => {
  const wide: string[] = [];
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  for (const path of MEASURED) {
    await open(page, path);
    const content = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (content > width) wide.push(`${path}: ${content}`);
  }
  await page.close();
  expect(wide).toEqual([]);
});

test.each(['JSON', 'TypeScript', 'JSON Schema', 'Python'])(
  'an event is copied as %s',
  PATIENT,
  async (language) => {
    const context = await browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await open(page, 'events/contact.created');
    await page.locator('.vp-code-group label', { hasText: new RegExp(`^${language}$`) }).click();
    const block = page.locator('.vp-code-group .blocks > .active');
    await block.locator('button.copy').click();
    await block.locator('button.copied').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied.trim()).toBe((await block.locator('code').innerText()).trim());
    expect(copied).toContain(language === 'JSON' ? '"evt_01J2QF7C4M"' : 'contact');
    await context.close();
  },
);

test('the search finds an event by its field', PATIENT, async () => {
  const page = await browser.newPage();
  await open(page, '');
  await page.getByRole('button', { name: 'Search' }).first().click();
  await page.getByRole('searchbox').fill('phone_found');
  const found = page.locator('a.result', { hasText: 'contact.phone_found' }).first();
  await found.waitFor();
  expect(await found.getAttribute('href')).toContain('events');
  await page.close();
});
