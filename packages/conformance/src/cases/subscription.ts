/** @module Subscribing, so that nothing leaks and nothing is lost. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import {
  asDelivery,
  deliver,
  freshEvent,
  normalised,
  removeWebhook,
  type Stage,
  webhooksFor,
} from '../stage.ts';

async function expectDelivered(stage: Stage, event: 'contact.created' | 'company.created') {
  const sent = asDelivery(freshEvent(event));
  assert.deepEqual(await deliver(stage, sent), [normalised(sent.body)]);
}

export const subscription: readonly ConformanceCase[] = [
  {
    id: 'subscribed-twice',
    promise: 'Subscribing twice makes one webhook, and each event arrives once.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      await stage.consumer.subscribe(['*']);
      assert.equal(webhooksFor(stage, url).length, 1);
      assert.equal(stage.kolvera.webhooks().length, 1);
      await expectDelivered(stage, 'contact.created');
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
      );
      await expectDelivered(stage, 'company.created');
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
      );
      await expectDelivered(stage, 'contact.created');
    },
  },
  {
    id: 'foreign-webhook',
    promise: "Somebody else's webhook of the same URL is left alone, and the user is told of it.",
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      await stage.consumer.unsubscribe();
      stage.kolvera.addWebhook({ url, events: ['meeting.booked'], description: 'Made by hand' });
      const foreign = webhooksFor(stage, url);
      await assert.rejects(stage.consumer.subscribe(['contact.created']), /webhook/i);
      assert.deepEqual(webhooksFor(stage, url), foreign);
      await stage.consumer.unsubscribe();
      assert.deepEqual(webhooksFor(stage, url), foreign);
    },
  },
  {
    id: 'unsubscribed',
    promise: 'Unsubscribing removes the webhook.',
    async run(stage) {
      const { url } = await stage.consumer.subscribe(['*']);
      await stage.consumer.unsubscribe();
      assert.deepEqual(webhooksFor(stage, url), []);
      assert.deepEqual(await deliver(stage, asDelivery(freshEvent('contact.created'))), []);
    },
  },
  {
    id: 'unsubscribed-twice',
    promise: 'Unsubscribing from what is gone already is success.',
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
      await expectDelivered(stage, 'contact.created');
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
        assert.equal((await stage.consumer.received()).length, before);
      });
      stage.clock.advance(24 * 60 * 60 * 1000);
      await stage.kolvera.settled();
      assert.deepEqual((await stage.consumer.received()).slice(before), [normalised(sent.body)]);
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
