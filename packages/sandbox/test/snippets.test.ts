/** @slow Runs curl, Node and Python. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import { expect, onTestFinished, test } from 'vitest';
import { asCurl } from '../src/as-curl.ts';
import { asPython, asTypeScriptTest, type Sent } from '../src/page/snippets.ts';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';

const run = promisify(execFile);

/** Runs a snippet in a folder that holds the body as the page offers it for download. */
const RUNNERS = {
  curl: async (sent: Sent, cwd: string) => {
    await requireDebianPackage('curl', 'curl');
    await run('sh', ['-c', asCurl(sent, 'body.json')], { cwd });
  },
  'curl without a file': async (sent: Sent) => {
    await requireDebianPackage('curl', 'curl');
    await run('sh', ['-c', asCurl(sent)]);
  },
  'a test in TypeScript': async (sent: Sent, cwd: string) => {
    writeFileSync(join(cwd, 'delivery.test.ts'), asTypeScriptTest(sent));
    await run(process.execPath, ['--test', 'delivery.test.ts'], { cwd });
  },
  Python: async (sent: Sent, cwd: string) => {
    const python = await requireDebianPackage('python3', 'python3');
    writeFileSync(join(cwd, 'delivery.py'), asPython(sent));
    await run(python, ['delivery.py'], { cwd });
  },
};

const BODIES: Readonly<Record<string, string | Uint8Array>> = {
  'a sample': JSON.stringify({ event: 'contact.created', data: { contact: { name: "O'Brien" } } }),
  'hostile text': '@file "$(id)" `id` \'\'\' """ \\n \\ \u0024{x} %s ünï 🦘 \u2028\u2029\n\ttail\n',
  'control characters': 'a\r\n\u001b[2J\u0000b',
  'no text': Uint8Array.of(0, 255, 254, 10),
  'a long body': JSON.stringify({ data: 'x'.repeat(20_000) }),
};

test.each(
  Object.entries(RUNNERS).flatMap(([language, runSnippet]) =>
    Object.entries(BODIES).map(([what, body]) => [language, what, runSnippet, body] as const),
  ),
)(
  '%s sends %s again, byte for byte and signed',
  { timeout: 60_000 },
  async (_, _what, runSnippet, body) => {
    const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
    sandbox.addWebhook({ url: `${endpoint.url}/it's?a=1&b=%20$x` });
    await sandbox.fireBody('contact.created', body);
    await sandbox.settled();
    const [delivery] = sandbox.deliveries();
    const attempt = delivery?.attempts[0];
    if (delivery === undefined || attempt === undefined) throw new Error('Nothing was delivered.');
    const folder = mkdtempSync(join(tmpdir(), 'kolvera-snippet-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'body.json'), delivery.body);

    await runSnippet({ ...attempt.request, event: delivery.event, body: delivery.body }, folder);

    const [first, second, ...more] = endpoint.received;
    expect(more).toEqual([]);
    expect(second?.body).toEqual(first?.body);
    expect(second?.path).toBe(first?.path);
    for (const name of ['content-type', 'x-kolvera-signature', 'user-agent']) {
      expect(second?.headers[name]).toBe(first?.headers[name]);
    }
  },
);
