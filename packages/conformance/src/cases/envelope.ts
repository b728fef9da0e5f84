/** @module The forms in which Kolvera may write an event, since its envelope is not published. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { deliver, expectArrival, freshEvent, normalised } from '../stage.ts';

type Written = Record<string, unknown>;

/** The event written in another form; it has to arrive as the same normalised event. */
function form(id: string, what: string, write: (event: Written) => Written): ConformanceCase {
  return {
    id,
    promise: `An event ${what} is read as the same event.`,
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const usual = freshEvent('contact.created');
      const body = JSON.stringify(write(usual));
      assert.equal(normalised(body).event, usual.event);
      await expectArrival(stage, { event: usual.event, body });
    },
  };
}

export const envelope: readonly ConformanceCase[] = [
  form('named-type', 'whose name is under "type"', ({ event, ...rest }) => ({
    type: event,
    ...rest,
  })),
  form('named-event-type', 'whose name is under "event_type"', ({ event, ...rest }) => ({
    event_type: event,
    ...rest,
  })),
  form('data-in-payload', 'whose data is under "payload"', ({ data, ...rest }) => ({
    ...rest,
    payload: data,
  })),
  form('bare-record', 'whose data is the record itself', ({ data, ...rest }) => ({
    ...rest,
    data: (data as Written).contact,
  })),
  {
    id: 'flat-body',
    promise: "A flat body's id is the contact's, so two updates of one contact are two events.",
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const flat = (title: string) => ({
        event: 'contact.updated',
        body: JSON.stringify({ event: 'contact.updated', id: 'con_flat', name: 'Mia Chen', title }),
      });
      const updates = [flat('Account Executive'), flat('Head of Sales')];
      const arrived = await deliver(stage, ...updates);
      const expected = updates.map(({ body }) => normalised(body));
      assert.deepEqual(expected[0]?.data.contact, {
        id: 'con_flat',
        name: 'Mia Chen',
        title: 'Account Executive',
      });
      assert.deepEqual(sortById(arrived), sortById(expected), 'they are not two events');
    },
  },
  {
    id: 'stable-id',
    promise: 'An event without an id gets the SHA-256 of its body as its id, the same each time.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const { id: _, ...event } = freshEvent('campaign.activated', {
        nonce: String(Math.random()),
      });
      const body = JSON.stringify(event);
      const [arrived] = await deliver(stage, { event: event.event, body });
      assert.match(normalised(body).id, /^sha256:[0-9a-f]{64}$/);
      assert.equal(arrived?.id, normalised(body).id, 'the id is not the SHA-256 of the body');
    },
  },
];

function sortById(events: readonly { readonly id: string }[]) {
  return [...events].sort((a, b) => a.id.localeCompare(b.id));
}
