/** What a watch module does with the dates of an event. */
import { type EventName, eventFields, events, sampleEvent } from '@kolvera/event-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { render } from '../interpreter/iml/render.ts';
import { declared, open } from '../interpreter/iml/scope.ts';
import type { Value } from '../interpreter/iml/value.ts';
import { collection, part } from '../interpreter/section.ts';
import { withDates } from '../src/app/dates.ts';
import { asReceived } from './as-received.ts';
import { sentSample } from './sent-sample.ts';

const { temp = {}, response } = withDates(events);

/** The bundle that a payload becomes. */
function bundle(payload: unknown): Value {
  const sent = { payload: open(JSON.parse(JSON.stringify(payload))) };
  const variables = collection(render(temp, sent), 'temp');
  return render(response.output, { ...sent, temp: declared(variables) });
}

test.each(events.map(({ name }) => name))('every date with a time of %s is a date', (name) => {
  const sent = sentSample(name);
  expect(bundle(sent)).toEqual(asReceived(sent));
  expect(eventFields(name).some(({ format }) => format === 'date-time')).toBe(true);
});

function created(created_at: unknown, name: EventName = 'contact.created') {
  return part(bundle({ ...sampleEvent(name), created_at }), 'created_at');
}

describe('a date', () => {
  test.each([
    ['2026-08-03T16:20:00+10:00', '2026-08-03T06:20:00.000Z'],
    ['2026-08-03T06:20:00Z', '2026-08-03T06:20:00.000Z'],
    ['2026-08-03T06:20:00.123Z', '2026-08-03T06:20:00.123Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s is parsed', (sent, instant) => {
    expect(created(sent)).toEqual(new Date(instant));
  });

  test.each([
    null,
    '',
    '2026-08-03',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-08-03T25:00:00Z',
    '2026-08-03T06:20:00',
    '2026-08-03 06:20:00Z',
    '2026-08-03T06:20:00Z or so',
    'Tuesday',
    1_785_737_200,
    true,
    ['2026-08-03T06:20:00Z'],
    { at: '2026-08-03T06:20:00Z' },
  ])('that is %j stays as it was sent', (sent) => {
    expect(created(sent)).toEqual(sent);
  });
});

test('absent and odd records stay as they were sent', () => {
  const data = { company: null, meeting: 'Thursday', job: [], campaign: {} };
  expect(part(bundle({ event: 'x', data }), 'data')).toEqual(data);
  expect(bundle({ event: 'x', data: {} })).toEqual({ event: 'x', data: {} });
});

test('property: nothing but a date changes, whatever the texts', () => {
  const text = fc.oneof(
    fc.string(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/),
  );
  fc.assert(
    fc.property(text, (created_at) => {
      const { data } = sampleEvent('meeting.booked');
      const sent = { created_at, data: { ...data, contact: { created_at } } };
      const received = created(created_at);
      if (received instanceof Date) expect(received).toEqual(new Date(created_at));
      else expect(received).toBe(created_at);
      expect(part(bundle(sent), 'data', 'contact', 'created_at')).toEqual(received);
    }),
  );
});
