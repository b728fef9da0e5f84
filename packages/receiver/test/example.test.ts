/**
 * @module The quick start does what it says.
 * @slow Starts the example as a program.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sampleEvent } from '@kolvera/event-schema';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import { afterEach, expect, test, vi } from 'vitest';
import { delivery, SECRET } from './deliveries.ts';

const ENDPOINT = join(import.meta.dirname, '../../../examples/own-endpoint/endpoint.ts');
const RUN = join(import.meta.dirname, '../../../examples/own-endpoint/run.ts');
const STARTING = { timeout: 60_000 };

let endpoint: ChildProcess | undefined;
afterEach(() => {
  endpoint?.kill();
});

/** Starts the example as a reader would, and collects what it prints. */
function start(env: Record<string, string>) {
  const { KOLVERA_WEBHOOK_SECRET: _, ...own } = process.env;
  endpoint = spawn(process.execPath, ['--conditions=@kolvera/source', ENDPOINT], {
    env: { ...own, PORT: '0', ...env },
  });
  let printed = '';
  endpoint.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  endpoint.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return { process: endpoint, printed: () => printed };
}

test('the quick start receives', STARTING, async () => {
  const { printed } = start({ KOLVERA_WEBHOOK_SECRET: SECRET });
  await vi.waitFor(() => expect(printed()).toMatch(/port: \d+/), STARTING);
  const url = `http://localhost:${/port: (\d+)/.exec(printed())?.[1]}/kolvera`;

  const statuses = [];
  for (const { headers, body } of [
    delivery(sampleEvent('contact.created')),
    delivery(sampleEvent('meeting.booked')),
    delivery({ event: 'contact.merged' }),
    delivery(sampleEvent('contact.created'), 'another secret'),
  ]) {
    const { status } = await fetch(url, { method: 'POST', headers, body: body as string });
    statuses.push(status);
  }

  expect(statuses).toEqual([200, 200, 200, 401]);
  const { contact } = sampleEvent('contact.created').data;
  expect(printed()).toContain(`New contact: ${contact?.name} <${contact?.email}>\n`);
  expect(printed()).toContain('meeting.booked: ');
  expect(printed()).toContain('Kolvera has a new event: contact.merged\n');
  expect(printed()).toContain('mismatch: ');
  expect(printed()).not.toContain(SECRET);
});

test('without a secret the quick start ends at once and says why', STARTING, async () => {
  const { process: failing, printed } = start({});
  const [code] = await once(failing, 'close');
  expect(code).toBe(1);
  expect(printed()).toContain('missing_secret');
});

test('npm run example prints a delivery that the endpoint takes', STARTING, async () => {
  endpoint = spawn(process.execPath, ['--conditions=@kolvera/source', RUN], {
    env: { ...process.env, PORT: '0' },
  });
  let printed = '';
  endpoint.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  await vi.waitFor(() => expect(printed).toMatch(/port: \d+/), STARTING);
  const port = /port: (\d+)/.exec(printed)?.[1];
  const command = /^ {2}curl .*?'$/ms.exec(printed)?.[0].replace(':0/', `:${port}/`) ?? '';
  await requireDebianPackage('curl', 'curl');
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  expect(stdout).toBe('{"status":"handled"}');
});
