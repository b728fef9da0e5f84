/**
 * @module One suite for every store, against real servers.
 * @slow Needs Redis and PostgreSQL.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Service } from '@kolvera/test-support/debian-services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReceiver, type DeliveryStore, type ReceiverError } from '../src/index.ts';
import { delivery, SECRET } from './deliveries.ts';
import { type OpenStore, stores } from './stores.ts';

const STARTING_MS = 300_000;

let keys = 0;
const newKey = () => `key-${++keys}`;

describe.each(stores)('$name', ({ name, open, keptBy }) => {
  let opened: OpenStore;
  let store: DeliveryStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  }, STARTING_MS);
  afterAll(() => opened?.close());

  test('gives a claim to one only, and shows it to the others', async () => {
    const [key, other] = [newKey(), newKey()];
    expect(await store.claim(key, 'first', 60_000)).toBe('first');
    expect(await store.claim(key, 'second', 60_000)).toBe('first');
    expect(await store.claim(other, 'second', 60_000)).toBe('second');
  });

  test('of 200 claims at the same moment, from two processes, one wins', async () => {
    const second = await opened.another();
    for (let round = 0; round < 5; round++) {
      const key = newKey();
      const claims = Array.from({ length: 200 }, (_, n) =>
        (n % 2 === 0 ? store : second).claim(key, `claim-${n}`, 60_000),
      );
      const found = await Promise.all(claims);
      expect(new Set(found).size).toBe(1);
      expect(found.filter((value, n) => value === `claim-${n}`)).toHaveLength(1);
    }
  });

  test('gives the claim away when its time is over, and not before', async () => {
    const key = newKey();
    await store.claim(key, 'first', 400);
    expect(await store.claim(key, 'second', 400)).toBe('first');
    await wait(500);
    expect(await store.claim(key, 'third', 60_000)).toBe('third');
  });

  test('completes over a claim, for a time of its own', async () => {
    const key = newKey();
    await store.claim(key, 'first', 60_000);
    await store.complete(key, 'done', 300);
    expect(await store.claim(key, 'second', 60_000)).toBe('done');
    await wait(400);
    expect(await store.claim(key, 'third', 60_000)).toBe('third');
  });

  test("releases a claim, and not another's", async () => {
    const key = newKey();
    await store.claim(key, 'first', 60_000);
    await store.release(key, 'another');
    expect(await store.claim(key, 'second', 60_000)).toBe('first');
    await store.release(key, 'first');
    expect(await store.claim(key, 'third', 60_000)).toBe('third');
  });

  test("renews a claim, and not another's", async () => {
    const [key, other] = [newKey(), newKey()];
    await store.claim(key, 'first', 500);
    await store.claim(other, 'first', 300);
    await store.renew?.(key, 'first', 60_000);
    await store.renew?.(other, 'another', 60_000);
    await wait(600);
    expect(await store.claim(key, 'second', 60_000)).toBe('first');
    expect(await store.claim(other, 'second', 60_000)).toBe('second');
  });

  test('takes the longest key and value that the interface allows', async () => {
    const [key, value] = ['k'.repeat(280), 'v'.repeat(80)];
    expect(await store.claim(key, value, 60_000)).toBe(value);
    expect(await store.claim(key, 'second', 60_000)).toBe(value);
  });

  if (keptBy === 'process') return;

  test('remembers for the next process', async () => {
    const key = newKey();
    await store.claim(key, 'first', 60_000);
    await store.complete(key, 'done', 60_000);
    expect(await (await opened.another()).claim(key, 'second', 60_000)).toBe('done');
  });

  test('a claim of a process that was killed is given away after the lease, and not before', async () => {
    const receiverName = `killed-${++keys}`;
    const program = join(import.meta.dirname, 'claiming-process.ts');
    const child = spawn(
      process.execPath,
      ['--conditions=@kolvera/source', program, opened.address ?? '', receiverName, '5000'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const receiver = createReceiver({ secret: SECRET, store, name: receiverName })
      .onAny(() => {})
      .onError(() => {});
    expect(await receiver.receive(delivery())).toMatchObject({ status: 503 });
    await expect
      .poll(async () => (await receiver.receive(delivery())).status, { timeout: 60_000 })
      .toBe(200);
  });

  if (keptBy === 'file') return;

  test("counts the server's time, so that processes may differ in theirs", async () => {
    const key = newKey();
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
    try {
      await store.claim(key, 'first', 60_000);
      Date.now = () => now() - 3_600_000;
      expect(await store.claim(key, 'second', 60_000)).toBe('first');
    } finally {
      Date.now = now;
    }
  });

  test('a server that stops answering is answered 503 within the limit, and nothing stays claimed', async () => {
    const service = opened.service as Service;
    const errors: ReceiverError[] = [];
    let handled = 0;
    const receiver = createReceiver({
      secret: SECRET,
      store,
      name: name.replace(/ /g, '_'),
      storeTimeoutMs: 300,
    })
      .onAny(() => {
        handled += 1;
      })
      .onError((error) => errors.push(error));
    service.pause();
    const response = await receiver.receive(delivery());
    service.resume();
    expect(response.status).toBe(503);
    expect(errors).toMatchObject([
      { code: 'store_failed', cause: { message: 'No answer within 300 ms.' } },
    ]);
    expect(handled).toBe(0);
    // The server now does what it was asked to, and the claim that came too late is released.
    await expect
      .poll(async () => (await receiver.receive(delivery())).status, { timeout: 60_000 })
      .toBe(200);
    expect(handled).toBe(1);
  });
});
