import {
  ALL_EVENTS,
  type EventName,
  events,
  parseEvents,
  sampleEvent,
} from '@kolvera/event-schema';
import { expect, test } from 'vitest';
import { isWanted, type Wanted } from './wanted.ts';

const sample = (name: EventName, data: Record<string, unknown> = {}) => sampleEvent(name, { data });
const reply = (campaign: unknown) => sample('campaign.email.replied', { campaign });
const winter = { campaigns: ['cam_1', 'Winter'], events: [ALL_EVENTS] } satisfies Wanted;

test('a choice of event types', () => {
  const wanted = { events: ['contact.created', 'meeting.booked'] };
  const names = events.map(({ name }) => name).filter((name) => isWanted(sample(name), wanted));
  expect(names).toEqual(wanted.events);
});

test.each([
  ['its ID', { id: 'cam_1', name: 'Renamed' }, true],
  ['its exact name', { id: 'cam_9', name: 'Winter' }, true],
  ['neither', { id: 'cam_9', name: 'winter' }, false],
  ['nothing to judge by', { id: null, name: null }, true],
  ['no campaign', null, true],
])('a reply whose campaign has %s', (_, campaign, wanted) => {
  expect(isWanted(reply(campaign), winter)).toBe(wanted);
});

test.each([
  [['title', 'email'], true],
  [['title'], false],
  [[], true],
  [null, true],
])('an update of %j when email is watched', (changed_fields, wanted) => {
  const update = sample('contact.updated', { changed_fields });
  expect(isWanted(update, { events: [], changedFields: ['email', 'phone'] })).toBe(wanted);
});

test('a narrowing leaves alone what it does not concern, and narrows no choice of types', () => {
  expect(isWanted(sample('contact.created'), winter)).toBe(true);
  expect(isWanted(sample('contact.created'), { ...winter, events: ['meeting.booked'] })).toBe(
    false,
  );
  const [unknown] = parseEvents(
    '{"id":"1","event":"campaign.later","data":{"campaign":{"id":"x"}}}',
  );
  expect(isWanted({ ...unknown, id: '1' } as ReturnType<typeof sampleEvent>, winter)).toBe(true);
  expect(isWanted(reply({ id: 'cam_9', name: 'x' }), { events: [], campaigns: [] })).toBe(true);
});
