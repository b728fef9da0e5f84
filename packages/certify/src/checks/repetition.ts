/** @module Handles repeats once. Needs a counter. */
import { broken, type Check, type Finding, KEPT } from '../check.ts';
import type { EndpointClient } from '../endpoint-client.ts';
import type { FaultCode } from '../fault.ts';
import { freshBody } from '../fresh-event.ts';

const UNSEEN: Finding = {
  outcome: 'unseen',
  why: 'Responses do not show how often an event was handled. Give the URL of a counter to have it checked.',
};

function counted(
  id: string,
  promise: string,
  fault: FaultCode,
  expected: number,
  send: (endpoint: EndpointClient) => Promise<unknown>,
): Check {
  return {
    id,
    promise,
    async run({ endpoint, counter }): Promise<Finding> {
      if (counter === null) return UNSEEN;
      const before = await counter.settled();
      await send(endpoint);
      const handled = (await counter.settled()) - before;
      return handled === expected
        ? KEPT
        : broken(fault, `handled ${handled} times, not ${expected === 1 ? 'once' : expected}`);
    },
  };
}

export const repetition: readonly Check[] = [
  counted(
    'repeated-delivery',
    'A repeated delivery is handled once.',
    'runs_repeats',
    1,
    async ({ deliver }) => {
      const body = freshBody('meeting.booked');
      for (let attempt = 0; attempt < 3; attempt += 1) await deliver(body);
    },
  ),
  counted(
    'repeated-at-once',
    'Ten identical deliveries at once are handled once.',
    'runs_repeats',
    1,
    ({ deliver }) => {
      const body = freshBody('meeting.booked');
      return Promise.all(Array.from({ length: 10 }, () => deliver(body)));
    },
  ),
  counted(
    'same-id-other-body',
    'Two deliveries with the same ID and different bodies are both handled.',
    'drops_same_id',
    2,
    async ({ deliver }) => {
      const body = freshBody('meeting.booked');
      await deliver(body);
      await deliver(body.replace('"data":{', '"data":{"revision":2,'));
    },
  ),
];
