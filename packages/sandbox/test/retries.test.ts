import { expect, test } from 'vitest';
import { LANE_WIDTH } from '../src/delivery/post.ts';
import { RETRY_DELAYS } from '../src/delivery/retry-schedule.ts';
import { type ManualClock, manualClock, type Sandbox } from '../src/index.ts';
import { apiClient } from './api-client.ts';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';

/** vitest's own second is short on a busy machine. */
const PATIENT = { timeout: 60_000 };

const HOUR = 60 * 60 * 1000;

async function openWithClock() {
  const clock = manualClock(Date.parse('2026-08-11T10:00:00Z'));
  const sandbox = await openSandbox({ clock, random: () => 0 });
  const endpoint = await openEndpoint();
  const { id } = sandbox.addWebhook({ url: endpoint.url });
  return { clock, sandbox, endpoint, id };
}

async function pass(milliseconds: number, clock: ManualClock, sandbox: Sandbox) {
  clock.advance(milliseconds);
  await sandbox.settled();
}

test('a delivery that fails is retried on schedule, with the same bytes, until it is abandoned', async () => {
  const { clock, sandbox, endpoint } = await openWithClock();
  endpoint.answer = () => ({ status: 503 });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  for (const [made, delay] of RETRY_DELAYS.entries()) {
    await pass(delay - 1, clock, sandbox);
    expect(endpoint.received).toHaveLength(made + 1);
    await pass(1, clock, sandbox);
    expect(endpoint.received).toHaveLength(made + 2);
  }
  const [delivery] = sandbox.deliveries();
  expect(delivery).toMatchObject({ status: 'failed', next_attempt_at: null });
  expect(delivery?.attempts).toHaveLength(8);
  await pass(1000 * HOUR, clock, sandbox);
  expect(new Set(endpoint.received.map(({ body }) => body.toString('hex'))).size).toBe(1);
  expect(endpoint.received).toHaveLength(8);
});

test('a retry that succeeds ends the delivery', async () => {
  const { clock, sandbox, endpoint } = await openWithClock();
  endpoint.answer = () => ({ status: endpoint.received.length < 3 ? 500 : 200 });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  await pass(RETRY_DELAYS[0] ?? 0, clock, sandbox);
  await pass(RETRY_DELAYS[1] ?? 0, clock, sandbox);
  const [delivery] = sandbox.deliveries();
  expect(delivery?.attempts.map((attempt) => attempt.status_code)).toEqual([500, 500, 200]);
  expect(delivery).toMatchObject({ status: 'delivered', next_attempt_at: null });
});

test('simultaneous failures are not retried at once', async () => {
  const clock = manualClock(Date.parse('2026-08-11T10:00:00Z'));
  const jitter = [0, 0.5, 0.99];
  const sandbox = await openSandbox({ clock, random: () => jitter.shift() ?? 0 });
  const endpoint = await openEndpoint();
  endpoint.answer = () => ({ status: 503 });
  sandbox.addWebhook({ url: endpoint.url });
  await Promise.all(Array.from({ length: 3 }, () => sandbox.fire('contact.created')));
  await sandbox.settled();
  expect(
    sandbox
      .deliveries()
      .map(({ next_attempt_at }) => next_attempt_at)
      .toSorted(),
  ).toEqual(['2026-08-11T10:00:05.000Z', '2026-08-11T10:00:05.250Z', '2026-08-11T10:00:05.495Z']);
});

test('Retry-After is respected', async () => {
  const { clock, sandbox, endpoint } = await openWithClock();
  endpoint.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  expect(sandbox.deliveries()[0]?.next_attempt_at).toBe('2026-08-11T11:00:00.000Z');
  await pass(HOUR - 1, clock, sandbox);
  expect(endpoint.received).toHaveLength(1);
  await pass(1, clock, sandbox);
  expect(endpoint.received).toHaveLength(2);
});

test('410 disables the webhook; its other pending deliveries are sent when it is enabled', async () => {
  const { clock, sandbox, endpoint, id } = await openWithClock();
  endpoint.answer = () => ({ status: 500 });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  endpoint.answer = () => ({ status: 410 });
  await sandbox.fire('meeting.booked');
  await sandbox.settled();
  expect(sandbox.webhook(id)?.status).toBe('disabled');
  expect((await sandbox.fire('contact.created')).deliveries).toEqual([]);
  await pass(HOUR, clock, sandbox);
  expect(endpoint.received).toHaveLength(2);
  endpoint.answer = () => ({ status: 200 });
  const body = { status: 'active' };
  await apiClient(sandbox)('PATCH', '/webhooks/{id}', { params: { id }, body });
  await sandbox.settled();
  expect(sandbox.deliveries().map(({ event, status }) => [event, status])).toEqual([
    ['contact.created', 'delivered'],
    ['meeting.booked', 'failed'],
  ]);
});

test('five days of failure disable the webhook; a success resets them', async () => {
  const { clock, sandbox, endpoint, id } = await openWithClock();
  const attempt = async (status: number) => {
    endpoint.answer = () => ({ status });
    await sandbox.fire('contact.created');
    await sandbox.settled();
    return sandbox.webhook(id)?.status;
  };
  await attempt(500);
  clock.advance(119 * HOUR);
  await attempt(200);
  expect(await attempt(500)).toBe('active');
  clock.advance(120 * HOUR - 1);
  expect(await attempt(500)).toBe('active');
  clock.advance(1);
  expect(await attempt(500)).toBe('disabled');
  const body = { status: 'active' };
  await apiClient(sandbox)('PATCH', '/webhooks/{id}', { params: { id }, body });
  expect(await attempt(500)).toBe('active');
});

test('an endpoint is sent a limited number at once, and one that hangs delays no other', async () => {
  const sandbox = await openSandbox();
  const [slow, quick] = await Promise.all([openEndpoint(), openEndpoint()]);
  const slowWebhook = sandbox.addWebhook({ url: slow.url });
  sandbox.addWebhook({ url: quick.url });
  const held: (() => void)[] = [];
  slow.answer = () => new Promise((resolve) => held.push(() => resolve({ status: 200 })));
  const count = LANE_WIDTH * 2;
  const allQuick = new Promise<void>((resolve) => {
    quick.answer = () => {
      if (quick.received.length === count) resolve();
      return { status: 200 };
    };
  });
  await Promise.all(Array.from({ length: count }, () => sandbox.fire('contact.created')));
  await allQuick;
  await expect.poll(() => held.length, PATIENT).toBe(LANE_WIDTH);
  expect(slow.received).toHaveLength(LANE_WIDTH);
  for (const release of held.splice(0)) release();
  await expect.poll(() => held.length, PATIENT).toBe(LANE_WIDTH);
  for (const release of held) release();
  await sandbox.settled();
  const ofSlow = sandbox.deliveries({ webhookId: slowWebhook.id, status: 'delivered' });
  expect(ofSlow).toHaveLength(count);
});

/** An endpoint whose responses wait until they are released, with more deliveries than its lane is wide. */
async function openHeld() {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const held: (() => void)[] = [];
  endpoint.answer = () => new Promise((resolve) => held.push(() => resolve({ status: 200 })));
  const { id } = sandbox.addWebhook({ url: endpoint.url });
  await Promise.all(Array.from({ length: LANE_WIDTH + 5 }, () => sandbox.fire('contact.created')));
  await expect.poll(() => held.length, PATIENT).toBe(LANE_WIDTH);
  const release = async () => {
    for (const answer of held.splice(0)) answer();
    await sandbox.settled();
  };
  return { sandbox, endpoint, id, release };
}

test('disabling stops pending deliveries, and a change that does not enable starts nothing', async () => {
  const { sandbox, endpoint, id, release } = await openHeld();
  sandbox.disable(id);
  await release();
  const call = apiClient(sandbox);
  const body = { description: 'still disabled' };
  await call('PATCH', '/webhooks/{id}', { params: { id }, body });
  await sandbox.settled();
  expect(endpoint.received).toHaveLength(LANE_WIDTH);
  expect(sandbox.deliveries({ status: 'pending' })).toHaveLength(5);
  await call('PATCH', '/webhooks/{id}', { params: { id }, body: { status: 'active' } });
  await expect.poll(() => endpoint.received.length, PATIENT).toBe(LANE_WIDTH + 5);
  await release();
  expect(sandbox.deliveries({ status: 'delivered' })).toHaveLength(LANE_WIDTH + 5);
});

test('what is in flight to a deleted webhook stays abandoned', async () => {
  const { sandbox, endpoint, id, release } = await openHeld();
  await apiClient(sandbox)('DELETE', '/webhooks/{id}', { params: { id } });
  await release();
  expect(endpoint.received).toHaveLength(LANE_WIDTH);
  expect(sandbox.deliveries({ status: 'failed' })).toHaveLength(LANE_WIDTH + 5);
  expect(sandbox.deliveries().flatMap(({ attempts }) => attempts)).toEqual([]);
});
