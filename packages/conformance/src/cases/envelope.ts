/** @module The forms in which Kolvera may write an event, since its envelope is not published. */
import assert from 'node:assert/strict';
import type { ConformanceCase } from '../conformance-case.ts';
import { expectSame } from '../same-events.ts';
import { deliver, expectArrival, freshEvent, normalised } from '../stage.ts';

type Written = Record<string, unknown>;

/** An event in another form: what it is sent as, and what of it the form does not tell. */
interface Form {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly untold?: readonly ('created_at' | 'workspace_id')[];
}

const NAMES = ['contact.created', 'campaign.email.replied', 'enrichment.completed'] as const;

/** An event written in another form; it has to arrive as the same normalised event. */
function form(id: string, what: string, write: (event: Written) => Form): ConformanceCase {
  return {
    id,
    promise: `An event ${what} is read as the same event.`,
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      for (const name of NAMES) {
        const usual: Written = freshEvent(name);
        const { body, headers = {}, untold = [] } = write(usual);
        const sent = { event: name, body: JSON.stringify(body), headers };
        expectUsual(normalised(sent.body, headers), usual, untold);
        await expectArrival(stage, sent);
      }
    },
  };
}

function expectUsual(read: Written, usual: Written, untold: Form['untold'] = []): void {
  for (const key of ['id', 'event', 'data'] as const) assert.deepEqual(read[key], usual[key], key);
  for (const key of ['created_at', 'workspace_id'] as const) {
    const isTime = key === 'created_at' && typeof usual[key] === 'string';
    const comparable = (value: unknown) => (isTime ? Date.parse(String(value)) : value);
    if (untold.includes(key)) assert.equal(read[key], null);
    else assert.equal(comparable(read[key]), comparable(usual[key]));
  }
}

const seconds = (time: unknown) => Date.parse(String(time)) / 1000;

export const envelope: readonly ConformanceCase[] = [
  form('named-type', 'whose name is under "type"', ({ event, ...rest }) => ({
    body: { type: event, ...rest },
  })),
  form('named-event-type', 'whose name is under "event_type"', ({ event, ...rest }) => ({
    body: { event_type: event, ...rest },
  })),
  form('camel-case', 'whose envelope is in camelCase', (event) => ({
    body: {
      eventId: event.id,
      eventType: event.event,
      createdAt: event.created_at,
      workspaceId: event.workspace_id,
      data: event.data,
    },
  })),
  form('in-meta', 'whose envelope is under "meta"', ({ data, ...meta }) => ({
    body: { meta, data },
  })),
  form('in-event', 'whose envelope is under "event"', ({ data, event: name, ...rest }) => ({
    body: { event: { name, ...rest }, data },
  })),
  form('epoch-seconds', 'whose time is a number of seconds', ({ created_at, ...rest }) => ({
    body: { ...rest, created_at: seconds(created_at) },
  })),
  form('data-in-payload', 'whose data is under "payload"', ({ data, ...rest }) => ({
    body: { ...rest, payload: data },
  })),
  form('data-object', 'whose data is under "data.object"', ({ event, data, ...rest }) => ({
    body: { type: event, ...rest, data: { object: data } },
  })),
  form('cloudevents', 'as a CloudEvent', ({ id, event, created_at, data }) => ({
    body: {
      specversion: '1.0',
      source: 'https://kolvera.example/',
      ...{ id, type: event, time: created_at, data },
    },
    headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
    untold: ['workspace_id'],
  })),
  form('in-headers', 'whose name and id are in headers', ({ id, event, data }) => ({
    body: data,
    headers: { 'x-kolvera-event': String(event), 'x-kolvera-delivery': String(id) },
    untold: ['created_at', 'workspace_id'],
  })),
  form('headers-and-envelope', 'of which headers tell the name and id alone', (event) => ({
    body: {
      created_at: event.created_at,
      workspace_id: event.workspace_id,
      data: event.data,
    },
    headers: { 'x-kolvera-event': String(event.event), 'x-kolvera-delivery': String(event.id) },
  })),
  {
    id: 'bare-record',
    promise: 'An event whose data is the record itself is read as the same event.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const { data, ...rest } = freshEvent('contact.created');
      const body = JSON.stringify({ ...rest, data: data.contact });
      expectUsual(normalised(body), { ...rest, data });
      await expectArrival(stage, { event: rest.event, body });
    },
  },
  {
    id: 'several-events',
    promise: 'Several events in one delivery arrive, each as if it had come alone.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const sent = NAMES.map((name) => freshEvent(name));
      await expectArrival(stage, { event: NAMES[0], body: JSON.stringify(sent) });
    },
  },
  {
    id: 'no-name',
    promise: 'A delivery that names no event arrives as "unknown", with its whole body as data.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const body = JSON.stringify({ note: `sent ${Math.random()}` });
      assert.equal(normalised(body).event, 'unknown');
      await expectArrival(stage, { event: 'contact.created', body });
    },
  },
  {
    id: 'no-name-one-type',
    promise: 'A consumer of one event type takes a delivery without a name as that type.',
    async run(stage) {
      await stage.consumer.subscribe(['contact.created']);
      const { data } = freshEvent('contact.created');
      const named = { event: 'contact.created', body: JSON.stringify({ data }) };
      const ping = { event: 'contact.created', body: '{"ping":true,"id":"ping_1"}' };
      const [arrived, ...others] = await deliver(stage, named, ping);
      assert.deepEqual(
        others.filter(({ event }) => event === 'contact.created'),
        [],
      );
      assert.equal(arrived?.event, 'contact.created', 'it did not arrive as that type');
      expectSame(stage, arrived?.data, data, 'its data is not what was sent');
    },
  },
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
