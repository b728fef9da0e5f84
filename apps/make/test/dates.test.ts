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
import { withMake, withWebhook } from './with-make.ts';

const { texts, records, output } = withDates(events, 'payload');

/** The bundle that a payload becomes. */
function bundle(payload: unknown): Value {
  const sent = { payload: open(JSON.parse(JSON.stringify(payload))) };
  const before = collection(render(texts, sent), 'temp');
  const temp = collection(render(records, { ...sent, temp: declared(before) }), 'temp');
  return render(output, { ...sent, temp: declared({ ...before, ...temp }) });
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
    ['2026-08-03 06:20:00Z', '2026-08-03T06:20:00.000Z'],
    ['2026-08-03T16:20:00+1000', '2026-08-03T06:20:00.000Z'],
    ['2026-08-03T06:20:00.5Z', '2026-08-03T06:20:00.500Z'],
    ['2026-08-03T06:20:00.123456+00:00', '2026-08-03T06:20:00.123Z'],
    ['2026-08-03 06:20:00.123456789+0000', '2026-08-03T06:20:00.123Z'],
    [1_785_738_000, '2026-08-03T06:20:00.000Z'],
    [1_785_738_000_123, '2026-08-03T06:20:00.123Z'],
  ])('%j is parsed', (sent, instant) => {
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
    '2026-08-03T06:20:00.Z',
    '2026-08-03T06:20:00.1234567890Z',
    '1785738000',
    '2026-08-03T06:20:00Z or so',
    'Tuesday',
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
    fc.stringMatching(/^20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/),
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

/** Make merges the variables of one event into those of the last. */
describe('of two events, whichever comes first, nothing of the one is in the other', () => {
  const pairs = events.flatMap(({ name: first }) =>
    events.flatMap(({ name: second }) => (first === second ? [] : [[first, second] as const])),
  );

  test.each(pairs)('%s, then %s', async (first, second) => {
    const make = await withMake();
    const { url } = await withWebhook(make, { verify: 'off' });
    const marked = (name: EventName, mark: string): unknown =>
      JSON.parse(JSON.stringify(sentSample(name)), (_, value: unknown) =>
        typeof value === 'string' && !/^\d{4}-|[.]/u.test(value) ? mark + value : value,
      );
    for (const body of [marked(first, 'ONE '), marked(second, 'TWO ')]) {
      await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    }
    const [one, two] = make.bundles();
    expect(JSON.stringify(one)).not.toContain('TWO ');
    expect(JSON.stringify(two)).not.toContain('ONE ');
    expect(two).toEqual(asReceived({ ...Object(marked(second, 'TWO ')), verified: false }));
  });
});

test('of two contacts, the second has no field of the first', async () => {
  const make = await withMake();
  const { url } = await withWebhook(make, { verify: 'off' });
  const created_at = '2026-08-03T06:20:00Z';
  const contacts = [{ phone: '+61491570156', created_at }, { email: 'a@b.example' }];
  for (const contact of contacts) {
    const body = JSON.stringify({ event: 'contact.created', data: { contact } });
    await fetch(url, { method: 'POST', body });
  }
  expect(make.bundles().map((it) => part(it, 'data', 'contact'))).toEqual(asReceived(contacts));
});
