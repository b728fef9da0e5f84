import { expect, test } from 'vitest';
import type { Sandbox } from '../src/index.ts';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';

function fire(sandbox: Sandbox, body: unknown, key = sandbox.controlKey) {
  return fetch(`${sandbox.controlUrl}/fire`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

test('an event is fired through the control endpoint', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  sandbox.addWebhook({ url: endpoint.url });
  const overrides = { data: { contact: { name: 'Ada' } } };
  const answer = await fire(sandbox, { event: 'contact.created', overrides });
  const fired: unknown = await answer.json();
  await sandbox.settled();
  const [received] = endpoint.received;
  const sent: unknown = JSON.parse(String(received?.body));
  expect(answer.status).toBe(202);
  expect(fired).toEqual({ event_id: Object(sent).id, deliveries: [expect.any(String)] });
  expect(sent).toMatchObject(overrides);
});

test('the control endpoint lists the webhooks, without their secrets', async () => {
  const sandbox = await openSandbox();
  const { secret: _, ...webhook } = sandbox.addWebhook({ url: 'https://example.com/' });
  const answer = await fetch(`${sandbox.controlUrl}/webhooks`, {
    headers: { authorization: `Bearer ${sandbox.controlKey}` },
  });
  expect(await answer.json()).toEqual({ data: [webhook] });
});

test('the control endpoint takes its own key alone, and the API its own', async () => {
  const sandbox = await openSandbox();
  expect((await fire(sandbox, { event: 'contact.created' }, sandbox.apiKey)).status).toBe(401);
  const headers = { authorization: `Bearer ${sandbox.controlKey}` };
  expect((await fetch(`${sandbox.baseUrl}/me`, { headers })).status).toBe(401);
});

test.each([
  {},
  { event: 1 },
  { event: 'deal.won' },
  { event: 'contact.created', overrides: [] },
  { event: 'contact.created', data: {} },
])('%j fires nothing', async (body) => {
  const sandbox = await openSandbox();
  expect((await fire(sandbox, body)).status).toBe(422);
});
