/** @module Deliveries that are not Kolvera's: rejected, and without a trace in the workflow. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { type Forgery, forgeries, tamperedBody } from '../forgeries.ts';
import { asDelivery, expectArrival, freshEvent, type Stage, webhooksFor } from '../stage.ts';

/**
 * Sends the forgery. Nothing of it may arrive, and the genuine delivery of the same event has to
 * afterwards: a forgery must not be remembered as if it had been handled.
 */
async function attempt(stage: Stage, { forge }: Forgery): Promise<number> {
  const { url } = await stage.consumer.subscribe(['*']);
  const secret = webhooksFor(stage, url)[0]?.secret;
  assert.ok(secret, 'the consumer subscribed');
  const before = (await stage.consumer.received()).length;
  const genuine = asDelivery(freshEvent('contact.created'));
  const otherSecret = () => secretOfAnotherWebhook(stage);
  const { body, signature } = forge({ body: genuine.body, secret, otherSecret });
  const headers = signature === undefined ? {} : { 'x-kolvera-signature': signature };
  const answer = await stage.kolvera.deliverForged({ url, body, headers });
  assert.equal((await stage.consumer.received()).length, before, 'a forged delivery arrived');
  await expectArrival(stage, genuine);
  return answer.status;
}

function secretOfAnotherWebhook({ kolvera }: Stage): string {
  const other = kolvera.addWebhook({ url: 'https://other.example/hook', events: ['*'] });
  kolvera.disable(other.id);
  return other.secret;
}

export const rejection: readonly ConformanceCase[] = [
  ...forgeries.map((forgery) => ({
    id: forgery.id,
    promise: `A delivery ${forgery.what} starts nothing.`,
    run: async (stage: Stage) => {
      await attempt(stage, forgery);
    },
  })),
  {
    id: 'rejection-answered',
    promise: 'A rejected delivery is answered 401.',
    run: async (stage) =>
      assert.equal(await attempt(stage, tamperedBody), 401, 'it was answered otherwise'),
  },
];
