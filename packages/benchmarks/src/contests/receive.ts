/** @module Verify, parse, normalise, dispatch: from the bytes of a delivery to the handler. */
import { isKnownEvent } from '@kolvera/event-schema';
import { createReceiver } from '@kolvera/receiver';
import { Webhooks } from '@octokit/webhooks';
import Stripe from 'stripe';
import { inTurn, signed } from '../bodies.ts';
import { type Contest, type Contestant, check } from '../contest.ts';
import { githubSignature, SECRET } from '../peers.ts';

/** @param bodies taken in turn by all contestants, so that they see the same mixture. */
export function receiveContest(bodies: readonly string[], atLeast: number): Contest {
  const bytes = bodies.map((body) => Buffer.from(body));
  return {
    ours: ours(bodies),
    rivals: [
      { ...octokit(bytes), atLeast },
      { ...stripe(bytes), atLeast },
    ],
  };
}

/** Without a store, because no peer deduplicates; over node:http it has one. */
function ours(bodies: readonly string[]): Contestant {
  let handled = 0;
  const receiver = createReceiver({ secret: SECRET, store: false }).onAny((event) => {
    if (isKnownEvent(event)) handled++;
  });
  const next = inTurn(bodies.map((body) => ({ method: 'POST', ...signed(body) })));
  return {
    name: 'receiver',
    async job() {
      const before = handled;
      const { status } = await receiver.receive(next());
      check(status === 200 && handled === before + 1);
    },
  };
}

/** Verifies, parses and runs the handler of the event that a header names. It takes only text. */
function octokit(bodies: readonly Buffer[]): Contestant {
  let handled = 0;
  const webhooks = new Webhooks({ secret: SECRET });
  webhooks.on('push', () => {
    handled++;
  });
  const next = inTurn(
    bodies.map((body, n) => ({ body, id: String(n), signature: githubSignature(body) })),
  );
  return {
    name: '@octokit/webhooks verifyAndReceive',
    async job() {
      const before = handled;
      const { id, body, signature } = next();
      await webhooks.verifyAndReceive({ id, name: 'push', payload: body.toString(), signature });
      check(handled === before + 1);
    },
  };
}

/** Verifies and parses; dispatching is left to the user. */
function stripe(bodies: readonly Buffer[]): Contestant {
  const next = inTurn(
    bodies.map((body) => {
      const options = { payload: body.toString(), secret: SECRET };
      return { body, header: Stripe.webhooks.generateTestHeaderString(options) };
    }),
  );
  return {
    name: 'stripe constructEvent',
    job() {
      const { body, header } = next();
      check('data' in Stripe.webhooks.constructEvent(body, header, SECRET));
    },
  };
}
