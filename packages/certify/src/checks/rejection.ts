/** @module What Kolvera did not send is refused. */
import { broken, type Check, type Finding, KEPT } from '../check.ts';
import { digestComparisons } from '../digest-comparisons.ts';
import { type Answer, isRefused } from '../endpoint.ts';
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
            ? `${why} Give the endpoint’s source to have it read. ${CONSTANT_TIME}`
            : `${why} The source that was given compares no signature with === or ==, which does not prove it.`,
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
      if (answer.status === null) return broken('crashes_on_header', answer.told);
      if (answer.status >= 500) return broken('crashes_on_header', answer.told);
      const handled = counter === null ? null : (await counter.settled()) !== before;
      return broken(faultOf(forgery, handled), evidence(answer, handled));
    },
  };
}

/** Where the counter did not move, the delivery was answered with success and then dropped. */
function faultOf({ fault }: Forgery, handled: boolean | null): FaultCode {
  return handled === false ? 'answers_before_verifying' : fault;
}

function evidence({ told }: Answer, handled: boolean | null): string {
  if (handled === null) return `answered ${told}`;
  return `answered ${told}, and the event was ${handled ? 'handled' : 'not handled'}`;
}
