/** @slow Runs the endpoint that the page offers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openSandbox } from './open-sandbox.ts';
import { openPlainBrowser } from './plain-browser.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Where each platform's app says what its fields and modules are called. */
const SOURCES = {
  n8n: ['apps/n8n/package.json', 'apps/n8n/credentials/*.ts', 'apps/n8n/nodes/**/*.ts'],
  zapier: ['apps/zapier/src/*.ts'],
  make: ['apps/make/src/app/*.ts'],
  'own-endpoint': ['packages/receiver/package.json'],
  cli: ['apps/cli/src/**/*.ts'],
};

/** The part of the page for a platform, as HTML. */
function cardOf(page: string, platform: string): string {
  const [card = ''] =
    new RegExp(`<section class="[^"]*" id="${platform}">.*?</section>`, 's').exec(page) ?? [];
  return card;
}

function codeIn(card: string): string[] {
  return [...card.matchAll(/<pre[^>]*>(.*?)<\/pre>/gs)].map(([, code = '']) =>
    code.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&gt;', '>').trim(),
  );
}

test.each(Object.entries(SOURCES))(
  'what the steps for %s call a field or a module is what its app calls it',
  async (platform, files) => {
    const page = await (await openPlainBrowser(await openSandbox())).get('/settings/connect');
    const card = cardOf(page, platform);
    const named = [...card.matchAll(/<(b|dt)>(.*?)<\/\1>/g)].map(([, , name = '']) => name);
    const commands =
      codeIn(card)
        .join('\n')
        .match(platform === 'cli' ? /KOLVERA_\w+|--\w+/g : /^$/g) ?? [];
    const names = [...named, ...commands];
    const sources = globSync(files, { cwd: root }).map((file) =>
      readFileSync(resolve(root, file), 'utf8'),
    );
    const isThere = (name: string) =>
      sources.some((source) =>
        new RegExp(`(['"])${name}\\1|process\\.env\\.${name}\\b`).test(source),
      );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isThere(name))).toEqual([]);
  },
);

test('the endpoint that the page offers receives an event', { timeout: 60_000 }, async () => {
  const sandbox = await openSandbox();
  const port = await freePort();
  sandbox.addWebhook({ url: `http://localhost:${port}/` });
  const page = await (await openPlainBrowser(sandbox)).get('/settings/connect');
  const [code = ''] = codeIn(cardOf(page, 'own-endpoint'));
  expect(code).toContain('.listen(3000)');
  const program = code.replace('.listen(3000)', `.listen(${port}, () => console.log('listening'))`);
  const endpoint = spawn(
    process.execPath,
    ['--conditions=@kolvera/source', '--input-type=module', '--eval', program],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void endpoint.kill());
  const lines = createInterface(endpoint.stdout)[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'listening' });
  const { eventId } = await sandbox.fire('contact.created');
  expect(await lines.next()).toMatchObject({ value: `contact.created ${eventId}` });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
