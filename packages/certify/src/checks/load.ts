/** @module Many concurrent deliveries, genuine and forged. */
import { sign } from '@kolvera/signature';
import { broken, type Check, type Finding, KEPT } from '../check.ts';
import { type EndpointClient, type EndpointResponse, isAccepted } from '../endpoint-client.ts';
import { freshBody } from '../fresh-event.ts';

const AT_ONCE = 25;
/** Of ten deliveries three are forged. */
const isForged = (index: number) => index % 10 < 3;

export const load: readonly Check[] = [
  {
    id: 'mixed-load',
    promise: 'Under load, genuine deliveries are accepted and forged ones refused.',
    async run({ endpoint, counter, load: deliveries }): Promise<Finding> {
      const before = await counter?.settled();
      const answers = await sendAll(endpoint, deliveries);
      const refused = answers.find((answer, index) => !isForged(index) && !isAccepted(answer));
      if (refused) return broken('fails_under_load', `a genuine delivery: ${refused.outcome}`);
      if (answers.some((answer, index) => isForged(index) && isAccepted(answer))) {
        return broken('verifies_nothing', 'a forged delivery was accepted');
      }
      if (counter === null || before === undefined) return KEPT;
      const genuine = answers.filter((_, index) => !isForged(index)).length;
      const handled = (await counter.settled()) - before;
      return handled === genuine
        ? KEPT
        : broken('fails_under_load', `${handled} of ${genuine} events were handled`);
    },
  },
];

/** A bounded number is pending at any time. */
async function sendAll(
  { deliver, send }: EndpointClient,
  deliveries: number,
): Promise<EndpointResponse[]> {
  const answers: EndpointResponse[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < deliveries) {
      const index = next;
      next += 1;
      const body = freshBody();
      answers[index] = await (isForged(index)
        ? send(body, sign(body, 'whsec_guess'))
        : deliver(body));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}
