import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Arrival, KEPT, openDeliveryLog } from './delivery-log.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kolvera-store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const arrival: Arrival = {
  receivedAt: '2026-07-14T09:12:31.000Z',
  path: '/?a=b',
  headers: { 'content-type': 'application/json' },
  body: new Uint8Array([0, 0xff, 0x7b]),
  outcome: 'unreadable',
  event: null,
  who: null,
  why: 'invalid_json',
};

test('keeps what arrived, byte for byte, and what became of it', () => {
  const store = openDeliveryLog();
  const id = store.add(arrival);
  expect(store.find(id)).toEqual({ ...arrival, id, forwarding: null });
  const forwarding = { forwardedTo: 'http://localhost:3000/', answer: 'ECONNREFUSED', ms: 3 };
  store.settle(id, forwarding);
  expect(store.last()).toEqual({ ...arrival, id, forwarding });
  store.close();
});

test('keeps the last thousand, also over a restart, and never uses a number twice', () => {
  const file = join(folder, 'deliveries.sqlite');
  const first = openDeliveryLog(file);
  for (let i = 0; i < KEPT; i += 1) first.add(arrival);
  first.close();

  const second = openDeliveryLog(file);
  expect(second.add(arrival)).toBe(KEPT + 1);
  expect(second.since('2026-01-01')).toHaveLength(KEPT);
  expect(second.find(1)).toBeUndefined();
  expect(second.find(2)?.body).toEqual(arrival.body);
  second.close();
});

test('another process reads while one writes', () => {
  const file = join(folder, 'shared.sqlite');
  const writer = openDeliveryLog(file);
  const reader = openDeliveryLog(file);
  const id = writer.add(arrival);
  expect(reader.last()?.id).toBe(id);
  writer.add(arrival);
  expect(reader.before(id + 1)?.id).toBe(id);
  expect(reader.after(id)?.id).toBe(id + 1);
  writer.close();
  reader.close();
});
