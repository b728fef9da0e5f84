/** @module Refuses what Kolvera did not send. */
import { broken, type Check, type Finding, KEPT } from '../check.ts';
import { digestComparisons } from '../digest-comparisons.ts';
import { type EndpointResponse, isRefused } from '../endpoint-client.ts';
import { CONSTANT_TIME, type FaultCode } from '../fault.ts';
import { type Forgery, forgeries } from '../forgeries.ts';
import { freshBody } from '../fresh-event.ts';

export const rejection: readonly Check[] = [
  ...forgeries.map(refuses),
  {
    id: 'constant-time',
    promise: 'Signatures are compared in constant time.',
    async run({ source }) {
      const found = source.flatMap(digestComparisons);
      if (found.length > 0) return broken('compares_with_equals', found.join('; '));
      const why = 'The time of one comparison cannot be measured over a network.';
      return {
        outcome: 'unseen',
        why:
          source.length === 0
            ? `${why} Give the endpoint’s source to have it checked. ${CONSTANT_TIME}`
            : `${why} The given source compares no signature with === or ==, which proves nothing.`,
      };
    },
  },
];

function refuses(forgery: Forgery): Check {
  return {
    id: forgery.id,
    promise: `A delivery ${forgery.what} is refused.`,
    async run({ endpoint, counter }): Promise<Finding> {
      const before = await counter?.read();
      const { body, signature } = forgery.forge({ body: freshBody(), secret: endpoint.secret });
      const answer = await endpoint.send(body, signature);
      if (isRefused(answer)) return KEPT;
      if (answer.status === null) return broken('crashes_on_header', answer.outcome);
      if (answer.status >= 500) return broken('crashes_on_header', answer.outcome);
      const handled = counter === null ? null : (await counter.settled()) !== before;
      return broken(faultOf(forgery, handled), evidence(answer, handled));
    },
  };
}

/** If the counter did not change, the delivery was accepted and then dropped. */
function faultOf({ fault }: Forgery, handled: boolean | null): FaultCode {
  return handled === false ? 'answers_before_verifying' : fault;
}

function evidence({ outcome }: EndpointResponse, handled: boolean | null): string {
  if (handled === null) return `answered ${outcome}`;
  return `answered ${outcome}, and the event was ${handled ? 'handled' : 'not handled'}`;
}
