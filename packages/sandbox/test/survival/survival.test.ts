/** @slow Starts programs, and mounts a disk. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { manualClock, startSandbox } from '../../src/index.ts';
import { openEndpoint } from '../endpoint.ts';
import { openSandbox } from '../open-sandbox.ts';
import { temporaryFile } from '../temporary-file.ts';
import { runProcess } from './run-process.ts';

const PATIENT = { timeout: 300_000 };

test.each([
  ['a full disk', [], /^(tmpfs|max_page_count)$/],
  ['a database of the largest size', ['max_page_count'], /^max_page_count$/],
])(
  '%s causes clear errors, and work goes on when there is room',
  PATIENT,
  async (_, args, disk) => {
    const ended = await runProcess(new URL('full-disk.ts', import.meta.url), args);
    expect(ended.stderr).toBe('');
    expect(JSON.parse(ended.stdout)).toEqual({
      disk: expect.stringMatching(disk),
      refused: ['disk_full'],
      status: 507,
      detail: expect.stringContaining('Free some disk space'),
      reading: 200,
      again: true,
      undelivered: 0,
      lost: 0,
    });
  },
);

test(
  'a second sandbox on the same file, in this process or another, is refused',
  PATIENT,
  async () => {
    const database = temporaryFile();
    await openSandbox({ database });
    const other = () => runProcess(new URL('open-file.ts', import.meta.url), [database]);
    expect((await other()).stdout).toBe('database_in_use\n');
    await expect(startSandbox({ database })).rejects.toMatchObject({ code: 'database_in_use' });
    expect((await other()).stdout).toBe('database_in_use\n');
  },
);

test(
  'a request that is too large gets a response before its connection is closed',
  PATIENT,
  async () => {
    const { controlUrl, controlKey } = await openSandbox();
    const { port, pathname, host } = new URL(`${controlUrl}/fire`);
    const length = 16 * 1024 * 1024;
    for (const head of [`content-length: ${length}`, 'transfer-encoding: chunked']) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(
        `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${controlKey}\r\ncontent-type: application/json\r\n${head}\r\n\r\n`,
      );
      const chunk = Buffer.alloc(64 * 1024, 'x');
      // It reads only after it has sent everything, as many clients do.
      for (let sent = 0; sent < length; sent += chunk.length) {
        if (head.startsWith('transfer')) socket.write(`${chunk.length.toString(16)}\r\n`);
        if (!socket.write(chunk)) await once(socket, 'drain');
        if (head.startsWith('transfer')) socket.write('\r\n');
      }
      if (head.startsWith('transfer')) socket.write('0\r\n\r\n');
      const answer: Buffer[] = [];
      for await (const part of socket) answer.push(part);
      expect(Buffer.concat(answer).toString()).toMatch(
        /^HTTP\/1.1 413 .*connection: close.*larger than 1 MB/is,
      );
    }
  },
);

test('100 webhooks get 10,000 deliveries in a process with 1,024 open files', PATIENT, async () => {
  const ended = await runProcess(
    new URL('many-endpoints.ts', import.meta.url),
    ['100', '100'],
    'ulimit -n 1024',
  );
  expect(ended.stderr).toBe('');
  expect(JSON.parse(ended.stdout)).toEqual({ delivered: 10_000, failedAttempts: 0 });
});

test.each([
  ['objects', `${'{"a":'.repeat(5000)}0${'}'.repeat(5000)}`],
  ['arrays', '['.repeat(5000) + ']'.repeat(5000)],
])('JSON with %s nested 5,000 deep is refused', async (_, deep) => {
  const sandbox = await openSandbox();
  const answer = await fetch(`${sandbox.controlUrl}/fire`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.controlKey}`, 'content-type': 'application/json' },
    body: `{"event":"contact.created","overrides":{"data":${deep}}}`,
  });
  expect(answer.status).toBe(400);
  expect(Object(await answer.json()).detail).toContain('too deep');
});

test.each([
  ['no database', () => Buffer.from('This is a text, and no database at all.\n'.repeat(200))],
  ['damaged', () => Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8192, 0xff)])],
])('a file that is %s causes an error that names it and says what to do', async (_, content) => {
  const database = temporaryFile();
  writeFileSync(database, content());
  const opening = startSandbox({ database });
  await expect(opening).rejects.toMatchObject({ code: 'database_damaged' });
  await expect(opening).rejects.toThrow(database);
  await expect(opening).rejects.toThrow('Move it away');
});

test('setting the clock back delays nothing', PATIENT, async () => {
  const database = temporaryFile();
  const endpoint = await openEndpoint();
  endpoint.answer = () => ({ status: 503 });
  const before = manualClock(Date.parse('2026-08-11T10:00:00Z'));
  const first = await startSandbox({ database, clock: before, random: () => 0 });
  first.addWebhook({ url: endpoint.url });
  await first.fire('contact.created');
  await first.settled();
  await first.close();
  const after = manualClock(Date.parse('2026-08-01T10:00:00Z'));
  const sandbox = await openSandbox({ database, clock: after, random: () => 0 });
  endpoint.answer = () => ({ status: 200 });
  after.advance(5000);
  await sandbox.settled();
  expect(sandbox.deliveries()).toMatchObject([{ status: 'delivered' }]);
});

test('old and surplus deliveries are pruned, and no ID is used again', async () => {
  const database = temporaryFile();
  const clock = manualClock();
  const first = await startSandbox({ database, clock });
  const endpoint = await openEndpoint();
  first.addWebhook({ url: endpoint.url });
  const fire = async (event: string) => {
    await first.fire(event);
    await first.settled();
  };
  await fire('meeting.booked');
  clock.advance(2 * 24 * 60 * 60 * 1000);
  for (let n = 0; n < 4; n++) await fire('contact.created');
  const known = new Set(first.deliveries().map(({ id }) => id));

  expect(first.prune({ days: 1 })).toBe(1);
  expect(first.prune({ deliveries: 3 })).toBe(1);
  expect(first.deliveries().map(({ event }) => event)).toEqual(Array(3).fill('contact.created'));
  expect(first.prune()).toBe(3);
  expect(first.deliveries()).toEqual([]);
  await first.close();

  const sandbox = await openSandbox({ database, clock });
  const { deliveries } = await sandbox.fire('contact.created');
  expect(deliveries.filter((id) => known.has(id))).toEqual([]);
});

test('pending deliveries are never pruned', async () => {
  const sandbox = await openSandbox({ clock: manualClock() });
  const endpoint = await openEndpoint();
  endpoint.answer = () => ({ status: 500 });
  sandbox.addWebhook({ url: endpoint.url });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  expect(sandbox.prune({ deliveries: 0, days: 0 })).toBe(0);
  expect(sandbox.deliveries({ status: 'pending' })).toHaveLength(1);
});
