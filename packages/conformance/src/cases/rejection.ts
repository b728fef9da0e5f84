/** @module Deliveries that are not Kolvera's: rejected, and without a trace in the workflow. */
import assert from 'node:assert/strict';
import { sign } from '@kolvera/signature';
import type { ConformanceCase } from '../conformance-case.ts';
import { asDelivery, expectArrival, freshEvent, type Stage, webhooksFor } from '../stage.ts';

/** A delivery that somebody else sends to the consumer's URL. */
interface Forgery {
  readonly body: string;
  /** Header values as they are sent; none is an unsigned delivery. */
  readonly signature?: string;
}

type Forge = (genuine: { readonly body: string; readonly secret: string }, stage: Stage) => Forgery;

/**
 * Sends the forgery. Nothing of it may arrive, and the genuine delivery of the same event has to
 * afterwards: a forgery must not be remembered as if it had been handled.
 */
async function attempt(stage: Stage, forge: Forge): Promise<number> {
  const { url } = await stage.consumer.subscribe(['*']);
  const secret = webhooksFor(stage, url)[0]?.secret;
  assert.ok(secret, 'the consumer subscribed');
  const before = (await stage.consumer.received()).length;
  const genuine = asDelivery(freshEvent('contact.created'));
  const { body, signature } = forge({ body: genuine.body, secret }, stage);
  const headers = signature === undefined ? {} : { 'x-kolvera-signature': signature };
  const answer = await stage.kolvera.deliverForged({ url, body, headers });
  assert.equal((await stage.consumer.received()).length, before, 'a forged delivery arrived');
  await expectArrival(stage, genuine);
  return answer.status;
}

const tampered: Forge = ({ body, secret }) => ({
  body: body.replace('contact.created', 'contact.updated'),
  signature: sign(body, secret),
});

const forgeries: readonly (readonly [id: string, what: string, forge: Forge])[] = [
  ['tampered-body', 'whose body was changed on the way', tampered],
  [
    'wrong-secret',
    'signed with another secret',
    ({ body }) => ({ body, signature: sign(body, 'whsec_somebody_elses_guess') }),
  ],
  ['missing-signature', 'without a signature', ({ body }) => ({ body })],
  [
    'malformed-signature',
    'whose right signature has something added',
    ({ body, secret }) => ({ body, signature: `${sign(body, secret)}zz` }),
  ],
  [
    'prefixed-signature',
    'whose right signature has a prefix',
    ({ body, secret }) => ({ body, signature: `sha256=${sign(body, secret)}` }),
  ],
  [
    'foreign-signature',
    "signed with another webhook's secret",
    ({ body }, { kolvera }) => {
      const other = kolvera.addWebhook({ url: 'https://other.example/hook', events: ['*'] });
      kolvera.disable(other.id);
      return { body, signature: sign(body, other.secret) };
    },
  ],
];

export const rejection: readonly ConformanceCase[] = [
  ...forgeries.map(([id, what, forge]) => ({
    id,
    promise: `A delivery ${what} starts nothing.`,
    run: async (stage: Stage) => {
      await attempt(stage, forge);
    },
  })),
  {
    id: 'rejection-answered',
    promise: 'A rejected delivery is answered 401.',
    run: async (stage) =>
      assert.equal(await attempt(stage, tampered), 401, 'it was answered otherwise'),
  },
];
