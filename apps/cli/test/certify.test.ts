import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { checks, faults } from '@kolvera/certify';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';
import { expect, onTestFinished, test } from 'vitest';
import { kolvera, start, temporaryProject } from './kolvera.ts';

const SECRET = 'whsec_of_a_test';
const env = { KOLVERA_WEBHOOK_SECRET: SECRET };
const few = ['--load', '20'];

/** A receiver of ours, and the address that counts what it handled. */
async function startReceiver(secret = SECRET) {
  let handled = 0;
  const receiver = createReceiver({ secret }).onAny(() => {
    handled += 1;
  });
  receiver.onError(() => {});
  const handle = createNodeHandler(receiver);
  const server = createServer((request, response) => {
    if (request.url === '/handled') response.end(String(handled));
    else handle(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `${origin}/kolvera`, counter: `${origin}/handled` };
}

test('a receiver is certified, a line for each promise', async () => {
  const { url, counter } = await startReceiver();
  const { code, stdout } = await kolvera(['certify', url, '--counter', counter, ...few], { env });
  expect(code).toBe(0);
  for (const { promise } of checks) expect(stdout).toContain(` ${promise}`);
  expect(stdout).toContain('Not tested: The time of one comparison');
  expect(stdout).toMatch(/\nCertified: \d+ kept, 0 broken, 1 not tested\.\n$/);
});

test('a broken promise is printed with evidence and a fix, and the exit code is 1', async () => {
  const { url } = await startReceiver('whsec_another');
  const cwd = temporaryProject();
  const argv = ['certify', url, ...few, '--junit', 'report.xml'];
  const { code, stdout } = await kolvera(argv, { env, cwd });
  expect(code).toBe(1);
  const { what, remedy } = faults.refuses_genuine;
  expect(stdout).toContain(`✗ A genuine delivery is accepted.\n    ${what}\n    Seen: 401.\n`);
  expect(stdout).toContain(`    Fix: ${remedy}`);
  expect(stdout).toMatch(/Not certified: 0 kept, 1 broken, 0 not tested, \d+ skipped\.\n$/);
  const xml = readFileSync(join(cwd, 'report.xml'), 'utf8');
  expect(xml).toContain('<failure type="refuses_genuine"');
});

test('--json is the report on one line, with the words of each fault', async () => {
  const { url } = await startReceiver('whsec_another');
  const { code, stdout } = await kolvera(['certify', url, '--json'], { env });
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({
    url,
    certified: false,
    results: [
      { finding: { fault: 'refuses_genuine', evidence: '401', ...faults.refuses_genuine } },
    ],
  });
});

test('the endpoint’s source shows how signatures are compared', async () => {
  const { url } = await startReceiver();
  const cwd = temporaryProject();
  const hex = "createHmac('sha256', secret).update(raw).digest('hex')";
  writeFileSync(
    join(cwd, 'hook.js'),
    `const expected = ${hex};\nif (expected === given) handle();\n`,
  );
  writeFileSync(join(cwd, 'right.js'), `timingSafeEqual(${hex}, given);\n`);
  const certify = (...source: readonly string[]) =>
    kolvera(['certify', url, ...few, '--source', ...source], { env, cwd });
  const found = await certify('right.js', 'hook.js');
  expect(found.code).toBe(1);
  expect(found.stdout).toContain('    Seen: hook.js:2: if (expected === given) handle();.\n');
  const { code, stdout } = await certify('right.js');
  expect(code).toBe(0);
  expect(stdout).toContain('compares no signature with === or ==, which proves nothing.');
  expect((await certify('missing.js')).code).toBe(2);
});

test('a counter that does not count is said', async () => {
  const { url } = await startReceiver();
  const { code, stderr } = await kolvera(['certify', url, '--counter', url, ...few], { env });
  expect(code).toBe(1);
  expect(stderr).toContain('without a number. It has to answer GET');
});

test('Ctrl-C ends it, also while the endpoint keeps it waiting', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((listening) => silent.once('listening', listening));
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const asked = new Promise((resolve) => silent.once('request', resolve));
  const { port } = silent.address() as AddressInfo;
  const running = start(['certify', `http://127.0.0.1:${port}/`], { env });
  await asked;
  const before = performance.now();
  expect((await running.interrupt()).code).toBe(1);
  expect(performance.now() - before).toBeLessThan(30_000);
});
