/** @module Subscribing, so that nothing leaks and nothing is lost. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { expectSame } from '../same-events.ts';
import {
  asDelivery,
  deliver,
  expectArrival,
  expectWebhooks,
  freshEvent,
  normalised,
  removeWebhook,
  type Stage,
  webhooksFor,
} from '../stage.ts';

export const subscription: readonly ConformanceCase[] = [
  {
    id: 'subscribed-twice',
    promise: 'Subscribing twice makes one webhook, and each event arrives once.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      await stage.consumer.subscribe(['*']);
      expectWebhooks(stage, [url], 'subscribing again');
      await expectArrival(stage, asDelivery(freshEvent('contact.created')));
    },
  },
  {
    id: 'changed-events',
    promise: 'Another choice of events takes effect, and deliveries stay verifiable.',
    async run(stage) {
      await stage.consumer.subscribe(['contact.created']);
      const { url } = await stage.consumer.subscribe(['company.created']);
      assert.deepEqual(
        webhooksFor(stage, url).map(({ events }) => events),
        [['company.created']],
        'the choice did not take effect',
      );
      await expectArrival(stage, asDelivery(freshEvent('company.created')));
      assert.deepEqual(await deliver(stage, asDelivery(freshEvent('contact.created'))), []);
    },
  },
  {
    id: 'disabled-webhook',
    promise: 'Subscribing again enables a webhook that Kolvera has disabled.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      for (const { id } of webhooksFor(stage, url)) stage.kolvera.disable(id);
      await stage.consumer.subscribe(['*']);
      assert.deepEqual(
        webhooksFor(stage, url).map(({ status }) => status),
        ['active'],
        'the webhook is not enabled',
      );
      await expectArrival(stage, asDelivery(freshEvent('contact.created')));
    },
  },
  {
    id: 'foreign-webhook',
    promise:
      'A webhook of another owner at the same URL is left alone, and the user gets an error.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      await stage.consumer.unsubscribe();
      stage.kolvera.addWebhook({ url, events: ['meeting.booked'], description: 'Made by hand' });
      const foreign = webhooksFor(stage, url);
      await assert.rejects(
        stage.consumer.subscribe(['contact.created']),
        /webhook/i,
        'the user got no error',
      );
      assert.deepEqual(webhooksFor(stage, url), foreign, 'subscribing changed it');
      await stage.consumer.unsubscribe();
      assert.deepEqual(webhooksFor(stage, url), foreign, 'unsubscribing changed it');
    },
  },
  {
    id: 'unsubscribed',
    promise: 'Unsubscribing removes the webhook.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      await stage.consumer.unsubscribe();
      assert.deepEqual(webhooksFor(stage, url), [], 'the webhook is still there');
      assert.deepEqual(await deliver(stage, asDelivery(freshEvent('contact.created'))), []);
    },
  },
  {
    id: 'unsubscribed-twice',
    promise: 'Unsubscribing from a webhook that is already gone succeeds.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      for (const { id } of webhooksFor(stage, url)) await removeWebhook(stage, id);
      await stage.consumer.unsubscribe();
      await stage.consumer.unsubscribe();
      assert.deepEqual(webhooksFor(stage, url), []);
    },
  },
  {
    id: 'rotated-secret',
    promise: 'After the secret was rotated and put into the connection, deliveries arrive again.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      await rotate(stage, url);
      await expectArrival(stage, asDelivery(freshEvent('contact.created')));
    },
  },
  {
    id: 'rotation-loses-nothing',
    promise: 'An event sent between the rotation and the new secret arrives with a later attempt.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      const before = (await stage.consumer.received()).length;
      const sent = asDelivery(freshEvent('contact.created'));
      await rotate(stage, url, async () => {
        await stage.kolvera.fireBody(sent.event, sent.body);
        await stage.kolvera.settled();
        assert.equal((await stage.consumer.received()).length, before, 'it was not verified');
      });
      stage.clock.advance(24 * 60 * 60 * 1000);
      await stage.kolvera.settled();
      expectSame(
        stage,
        (await stage.consumer.received()).slice(before),
        [normalised(sent.body)],
        'the event was lost',
      );
    },
  },
];

/** Rotates the secret in Kolvera by hand; `between` runs while the consumer has the old one. */
async function rotate(stage: Stage, url: string, between = async () => {}) {
  const [webhook] = webhooksFor(stage, url);
  assert.ok(webhook);
  const secret = stage.kolvera.rotateSecret(webhook.id);
  await between();
  await stage.consumer.useSecret(secret);
}
