/** @module What arrives, and that it arrives complete. */
import assert from 'node:assert/strict';
import { events } from '@kolvera/event-schema';
import { imaginaryEvent } from '@kolvera/event-schema/testing';
import type { ConformanceCase } from '../conformance-case.ts';
import { asDelivery, deliver, expectArrival, freshEvent, normalised } from '../stage.ts';

/** Sends one body to a consumer of all events and expects exactly its normalised form. */
function arrivesWhole(id: string, promise: string, event: string, body: () => string) {
  return {
    id,
    promise,
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      await expectArrival(stage, { event, body: body() });
    },
  } satisfies ConformanceCase;
}

export const arrival: readonly ConformanceCase[] = [
  {
    id: 'every-event',
    promise: 'Every event arrives once, normalised, equal to what was sent.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      for (const { name } of events) {
        await expectArrival(stage, asDelivery(freshEvent(name)));
      }
    },
  },
  {
    id: 'only-subscribed-events',
    promise: 'Only the chosen events arrive.',
    async run(stage) {
      await stage.consumer.subscribe(['contact.created', 'meeting.booked']);
      const all = events.map(({ name }) => asDelivery(freshEvent(name)));
      const names = (await deliver(stage, ...all)).map(({ event }) => event);
      assert.deepEqual(
        names.sort(),
        ['contact.created', 'meeting.booked'],
        'other events arrived than the chosen ones',
      );
    },
  },
  arrivesWhole(
    'later-event',
    'A subscription to all events includes the ones that Kolvera adds later.',
    imaginaryEvent.name,
    () => JSON.stringify({ ...imaginaryEvent.sample, id: 'evt_of_a_later_type' }),
  ),
  arrivesWhole(
    'unknown-event',
    'An event of an unknown type arrives unchanged.',
    'Something.Else v2',
    () =>
      JSON.stringify({
        id: 'evt_unknown',
        event: 'Something.Else v2',
        created_at: '2026-08-03T16:20:00+10:00',
        workspace_id: 'wsp_1',
        data: { anything: [1, { deep: true }] },
      }),
  ),
  arrivesWhole(
    'unknown-keys',
    'Keys that the schema does not have are kept.',
    'contact.created',
    () => {
      const event = freshEvent('contact.created', {
        api_version: '2027-01',
        trace: { hops: [1, 2] },
      });
      const contact = { ...event.data.contact, favourite_colour: 'teal', tags: [{ name: 'vip' }] };
      return JSON.stringify({ ...event, data: { ...event.data, contact, score: 0.25 } });
    },
  ),
  arrivesWhole('any-text', 'Accents, other scripts and emoji survive.', 'contact.created', () => {
    const contact = {
      name: 'Zoë Nguyễn-Ōkubo',
      title: 'Trưởng phòng kinh doanh 🦘👩🏽‍💻',
      company: 'Café Żółć & Söhne „GmbH“ 東京 שלום',
      notes: 'line one\nline two\t"quoted" \\ back\u2028slash / \u0007',
    };
    return JSON.stringify(freshEvent('contact.created', { data: { contact } }));
  }),
  arrivesWhole('large-event', 'An event of 600 KB survives.', 'contact.updated', () => {
    const notes = 'Follow up — señor Ødegård ✅. '.repeat(18_000);
    return JSON.stringify(freshEvent('contact.updated', { data: { contact: { notes } } }));
  }),
  arrivesWhole('empty-data', 'An event with empty data survives.', 'company.created', () =>
    JSON.stringify(freshEvent('company.created', { data: {} })),
  ),
  {
    id: 'many-at-once',
    promise: 'Twenty events at the same moment arrive, each once.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const before = (await stage.consumer.received()).length;
      const sent = Array.from({ length: 20 }, () => asDelivery(freshEvent('contact.enriched')));
      await Promise.all(sent.map(({ event, body }) => stage.kolvera.fireBody(event, body)));
      await stage.kolvera.settled();
      const ids = (await stage.consumer.received()).slice(before).map(({ id }) => id);
      assert.deepEqual(
        ids.sort(),
        sent.map(({ body }) => normalised(body).id).sort(),
        'not all arrived, each once',
      );
    },
  },
];
