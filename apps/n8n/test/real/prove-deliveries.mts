/** @module What starts the workflow, how often, and with what. */
import assert from 'node:assert/strict';
import { events } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import type { Proof } from './proof.mts';
import { publishTrigger, type Stage } from './stage.mts';
import { triggerWorkflow } from './trigger-workflow.mts';

export async function proveDeliveries(stage: Stage, prove: Proof): Promise<void> {
  const { n8n, kolvera } = stage;
  const { id, webhookId } = await publishTrigger(stage, {});
  const [webhook] = kolvera.webhooks();
  assert.ok(webhook);
  const { url, secret } = webhook;
  const runs = (expected = 0) => n8n.runs(id, expected);

  for (const { name } of events) {
    await prove(`${name} starts the workflow once, with the event as it was sent`, async () => {
      const before = await runs();
      const { eventId } = await kolvera.fire(name);
      await kolvera.settled();
      const [execution, ...others] = (await n8n.executions(id, before + 1)).slice(before);
      assert.deepEqual(others, []);
      assert.equal(execution?.status, 'success');
      const [delivery] = kolvera.deliveries({ eventId });
      assert.deepEqual(execution.items, [JSON.parse(Buffer.from(delivery?.body ?? '').toString())]);
    });
  }

  const send = (body: string, header: Record<string, string>) =>
    kolvera.deliverForged({ url, body, headers: header });
  const signed = (body: string) => ({ 'x-kolvera-signature': sign(body, secret) });
  const event = (eventId: string) =>
    JSON.stringify({ id: eventId, event: 'contact.created', data: { contact: { name: 'Ada' } } });

  const forgeries: readonly (readonly [string, () => Record<string, string>])[] = [
    ['without a signature', () => ({})],
    ['whose body was changed', () => signed(event('evt_other'))],
    [
      'signed with another secret',
      () => ({ 'x-kolvera-signature': sign(event('evt_forged'), 'x') }),
    ],
    [
      'whose signature has something added',
      () => ({ 'x-kolvera-signature': `${sign(event('evt_forged'), secret)}00` }),
    ],
  ];
  for (const [what, headers] of forgeries) {
    await prove(`a delivery ${what} is answered 401 and starts nothing`, async () => {
      const before = await runs();
      const { status, body } = await send(event('evt_forged'), headers());
      assert.equal(status, 401);
      assert.equal(JSON.parse(body).code, 'unverified');
      assert.equal(await runs(), before);
    });
  }
  await prove('a form upload, whose raw body n8n uses up, is answered 401', async () => {
    const { status } = await send(
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n',
      {
        'content-type': 'multipart/form-data; boundary=b',
      },
    );
    assert.equal(status, 401);
  });
  await prove('a repeated delivery starts the workflow once', async () => {
    const before = await runs();
    const body = event('evt_repeated');
    const answers = [await send(body, signed(body)), await send(body, signed(body))];
    assert.deepEqual(
      answers.map((answer) => [answer.status, answer.body]),
      [
        [200, '{"status":"accepted"}'],
        [200, '{"status":"repeated"}'],
      ],
    );
    assert.equal(await runs(before + 1), before + 1);
  });
  await prove('the same id with another body is another delivery', async () => {
    const before = await runs();
    const body = event('evt_repeated').replace('Ada', 'Grace');
    await send(body, signed(body));
    assert.equal(await runs(before + 1), before + 1);
  });
  await prove('twenty different events at the same moment start it twenty times', async () => {
    const before = await runs();
    await Promise.all(Array.from({ length: 20 }, () => kolvera.fire('contact.updated')));
    await kolvera.settled();
    assert.equal(await runs(before + 20), before + 20);
  });
  await prove(
    'without "Ignore Repeated Deliveries", each delivery starts the workflow',
    async () => {
      const options = { ignoreRepeatedDeliveries: false };
      await republish({ options });
      const before = await runs();
      const body = event('evt_repeated');
      const now = { 'x-kolvera-signature': sign(body, currentSecret()) };
      for (let time = 0; time < 2; time += 1) {
        const answer = await send(body, now);
        assert.deepEqual([answer.status, answer.body], [200, '{"status":"accepted"}']);
      }
      assert.equal(await runs(before + 2), before + 2);
    },
  );
  await prove('"Data Only" puts out the data alone', async () => {
    await republish({ options: { output: 'data' } });
    const before = await runs();
    await kolvera.fire('meeting.booked');
    await kolvera.settled();
    const last = (await n8n.executions(id, before + 1)).at(-1);
    assert.deepEqual(Object.keys(Object(last?.items[0])), ['meeting', 'contact', 'company']);
  });
  await prove('an event that was not chosen is answered 200 and starts nothing', async () => {
    await republish({ events: ['meeting.booked'] });
    const before = await runs();
    const body = event('evt_not_chosen');
    const answer = await send(body, { 'x-kolvera-signature': sign(body, currentSecret()) });
    assert.deepEqual([answer.status, answer.body], [200, '{"status":"ignored"}']);
    assert.equal(await runs(), before);
  });
  await n8n.unpublish(id);

  function currentSecret(): string {
    const current = kolvera.webhooks().find((one) => one.url === url);
    assert.ok(current);
    return current.secret;
  }

  async function republish(parameters: object): Promise<void> {
    await n8n.updateWorkflow(id, triggerWorkflow(stage.credentialId, parameters, webhookId));
    assert.deepEqual(await n8n.publish(id), { status: 'published', error: null });
  }
}
