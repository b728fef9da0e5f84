import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';

test.each([300, 301, 302, 307, 308, 400, 404, 500, 503])(
  'the response %i is a failure, and a redirect is not followed',
  async (status) => {
    const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
    endpoint.answer = () => ({ status, headers: { location: `${endpoint.url}/elsewhere` } });
    sandbox.addWebhook({ url: endpoint.url });
    await sandbox.fire('contact.created');
    await sandbox.settled();
    expect(endpoint.received).toHaveLength(1);
    const [delivery] = sandbox.deliveries();
    expect(delivery).toMatchObject({ status: 'pending', attempts: [{ status_code: status }] });
  },
);

test.each([200, 201, 204, 299])('the response %i is success', async (status) => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  endpoint.answer = () => ({ status });
  sandbox.addWebhook({ url: endpoint.url });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  expect(sandbox.deliveries()[0]?.status).toBe('delivered');
});

test('an endpoint that does not respond in time, or at all, is a failure with a reason', async () => {
  const [sandbox, slow, gone] = await Promise.all([
    openSandbox({ deliveryTimeout: 50 }),
    openEndpoint(),
    openEndpoint(),
  ]);
  slow.answer = () => new Promise(() => {});
  await gone.close();
  sandbox.addWebhook({ url: slow.url });
  sandbox.addWebhook({ url: gone.url });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  const errors = sandbox.deliveries().map(({ attempts }) => attempts[0]?.error);
  expect(errors.toSorted()).toEqual([
    expect.stringMatching(/^ECONNREFUSED: /),
    'No response within 0.05 s.',
  ]);
});

test('an endpoint has ten seconds to respond', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const arrived = new Promise<void>((resolve) => {
    endpoint.answer = () => {
      resolve();
      return new Promise(() => {});
    };
  });
  sandbox.addWebhook({ url: endpoint.url });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await sandbox.fire('contact.created');
    await arrived;
    vi.advanceTimersByTime(9_999);
    expect(sandbox.deliveries()[0]?.attempts).toEqual([]);
    vi.advanceTimersByTime(1);
    await sandbox.settled();
  } finally {
    vi.useRealTimers();
  }
  expect(sandbox.deliveries()[0]?.attempts[0]?.error).toBe('No response within 10 s.');
});

test('an endless response is cut off', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const endless = new Readable({
    read() {
      this.push('x'.repeat(1024));
    },
  });
  endpoint.answer = () => ({ status: 200, body: endless });
  sandbox.addWebhook({ url: endpoint.url });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  const [attempt] = sandbox.deliveries()[0]?.attempts ?? [];
  expect(attempt).toMatchObject({ status_code: 200, response: 'x'.repeat(1024), error: null });
});
