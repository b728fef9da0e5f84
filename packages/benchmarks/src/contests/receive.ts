/** @module From the bytes of a delivery to the handler of its event. */
import { createHmac } from 'node:crypto';
import { isKnownEvent } from '@kolvera/event-schema';
import { createReceiver, type ReceiverRequest } from '@kolvera/receiver';
import { SIGNATURE_HEADER, sign, verify } from '@kolvera/signature';
import { Webhooks } from '@octokit/webhooks';
import Stripe from 'stripe';
import { type Contest, type Contestant, repeat } from '../contest.ts';
import { inTurn } from '../deliveries.ts';
import { SECRET } from '../peers.ts';

const OURS = 'receiver';

/** The two of our functions that no receiver can do without. */
const VERIFY_AND_PARSE = 'verify and JSON.parse';

const STRIPE = 'stripe constructEvent';
const OCTOKIT = '@octokit/webhooks verifyAndReceive';

/**
 * @param bodies taken in turn, each by all contestants, so that they see the same mixture.
 * @param goal how many times as fast as the best of the peers.
 */
export function receiveContest(
  id: string,
  title: string,
  bodies: readonly string[],
  goal: number,
): Contest {
  const bytes = bodies.map((body) => Buffer.from(body));
  return {
    id,
    title,
    baseline: STRIPE,
    contestants: [
      ours(OURS, bytes),
      ours(`${OURS}, string body`, bodies),
      stripe(bytes),
      octokit(bytes),
      verifyAndParse(bytes),
    ],
    goals: [
      { ours: OURS, against: [STRIPE, OCTOKIT], atLeast: goal },
      { ours: OURS, against: [VERIFY_AND_PARSE], atLeast: 0.8 },
    ],
  };
}

/** Without a store, because no peer deduplicates; the contest over node:http has one. */
function ours(name: string, bodies: readonly (string | Buffer)[]): Contestant {
  let handled = 0;
  const receiver = createReceiver({ secret: SECRET, store: false }).onAny((event) => {
    if (isKnownEvent(event)) handled++;
  });
  const next = inTurn(
    bodies.map(
      (body): ReceiverRequest => ({
        method: 'POST',
        headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, SECRET) },
        body,
      }),
    ),
  );
  return {
    name,
    time: repeat(async () => {
      const before = handled;
      const { status } = await receiver.receive(next());
      return status === 200 && handled === before + 1;
    }),
  };
}

/** Awaited as the receiver is, since awaiting has its price. */
function verifyAndParse(bodies: readonly Buffer[]): Contestant {
  const next = inTurn(bodies.map((body) => ({ body, signature: sign(body, SECRET) })));
  return {
    name: VERIFY_AND_PARSE,
    time: repeat(async () => {
      const { body, signature } = next();
      return verify(body, signature, SECRET) && 'event' in JSON.parse(body.toString());
    }),
  };
}

/** Verifies and parses; what to do for which event type is left to the user. */
function stripe(bodies: readonly Buffer[]): Contestant {
  const signed = () =>
    bodies.map((body) => ({
      body,
      header: Stripe.webhooks.generateTestHeaderString({
        payload: body.toString(),
        secret: SECRET,
      }),
    }));
  let next = inTurn(signed());
  return {
    name: STRIPE,
    prepare() {
      next = inTurn(signed());
    },
    time: repeat(() => {
      const { body, header } = next();
      return 'data' in Stripe.webhooks.constructEvent(body, header, SECRET);
    }),
  };
}

/** Verifies, parses and runs the handler of the event named in a header. It takes text alone. */
function octokit(bodies: readonly Buffer[]): Contestant {
  let handled = 0;
  const webhooks = new Webhooks({ secret: SECRET });
  webhooks.on('push', () => {
    handled++;
  });
  const next = inTurn(
    bodies.map((body, n) => ({
      body,
      id: String(n),
      signature: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    })),
  );
  return {
    name: OCTOKIT,
    time: repeat(async () => {
      const before = handled;
      const { id, body, signature } = next();
      await webhooks.verifyAndReceive({ id, name: 'push', payload: body.toString(), signature });
      return handled === before + 1;
    }),
  };
}
