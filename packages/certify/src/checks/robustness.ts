/** @module Survives bodies that are no events. */
import { broken, type Check, type Finding, KEPT } from '../check.ts';
import { isAccepted } from '../endpoint-client.ts';
import { freshBody } from '../fresh-event.ts';

const DEPTH = 10_000;

const oddBodies: Readonly<Record<string, string>> = {
  'an empty body': '',
  'broken JSON': '{"event":"contact.created"',
  'a list': '[1,2,3]',
  null: 'null',
  'no event name': '{"data":{}}',
  'other types than usual': '{"event":7,"id":{},"data":[],"created_at":false}',
  'data that is null': '{"event":"contact.created","id":"evt_null","data":null}',
  'deep nesting': `{"event":"contact.created","data":{"deep":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}}`,
};

export const robustness: readonly Check[] = [
  {
    id: 'odd-bodies',
    promise: 'Signed bodies that are broken or odd get a response other than 5xx.',
    async run({ endpoint }): Promise<Finding> {
      for (const [what, body] of Object.entries(oddBodies)) {
        const answer = await endpoint.deliver(body);
        if (answer.status === null || answer.status >= 500) {
          return broken('crashes_on_body', `${what}: ${answer.outcome}`);
        }
      }
      return KEPT;
    },
  },
  {
    id: 'huge-body',
    promise: 'The endpoint still works after a body of 20 MB.',
    async run({ endpoint }): Promise<Finding> {
      // Its response does not matter, only that of the next delivery.
      await endpoint.send('x'.repeat(20_000_000), null);
      const answer = await endpoint.deliver(freshBody());
      return isAccepted(answer) ? KEPT : broken('breaks_on_huge_body', answer.outcome);
    },
  },
];
