/** @module Deliveries that Kolvera did not send: rejected before the workflow. */
import assert from 'node:assert/strict';
import { type Forgery, forgeries, tamperedBody } from '@kolvera/certify';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import type { ConformanceCase } from '../conformance-case.ts';
import { asDelivery, expectArrival, freshEvent, type Stage, webhooksFor } from '../stage.ts';

/**
 * Sends the forgery. Nothing of it may arrive, and the genuine delivery of the same event has to
 * afterwards: a forgery must not be remembered as if it had been handled.
 */
async function attempt(stage: Stage, forge: Forgery['forge']): Promise<number> {
  const { url } = await stage.consumer.subscribe(['*']);
  const secret = webhooksFor(stage, url)[0]?.secret;
  assert.ok(secret, 'the consumer subscribed');
  const before = (await stage.consumer.received()).length;
  const genuine = asDelivery(freshEvent('contact.created'));
  const { body, signature } = forge({ body: genuine.body, secret });
  const headers = signature === null ? {} : { [SIGNATURE_HEADER]: signature };
  const response = await stage.kolvera.deliverForged({ url, body, headers });
  assert.equal((await stage.consumer.received()).length, before, 'a forged delivery arrived');
  await expectArrival(stage, genuine);
  return response.status;
}

function secretOfAnotherWebhook({ kolvera }: Stage): string {
  const other = kolvera.addWebhook({ url: 'https://other.example/hook', events: ['*'] });
  kolvera.disable(other.id);
  return other.secret;
}

export const rejection: readonly ConformanceCase[] = [
  ...forgeries.map(({ id, what, forge }) => ({
    id,
    promise: `A delivery ${what} does not start a workflow.`,
    run: async (stage: Stage) => {
      await attempt(stage, forge);
    },
  })),
  {
    id: 'foreign-signature',
    promise: "A delivery signed with another webhook's secret does not start a workflow.",
    async run(stage) {
      const secret = secretOfAnotherWebhook(stage);
      await attempt(stage, ({ body }) => ({ body, signature: sign(body, secret) }));
    },
  },
  {
    id: 'rejection-answered',
    promise: 'A rejected delivery is answered 401.',
    run: async (stage) =>
      assert.equal(await attempt(stage, tamperedBody.forge), 401, 'the status is not 401'),
  },
];
