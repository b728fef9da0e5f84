import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { events } from './catalogue.ts';
import { knownEvent } from './known-events.ts';
import { parseEvents } from './parse-events.ts';
import { placeRecord } from './place-record.ts';
import { recordOf } from './record.ts';

const withRecord = events.flatMap((definition) => {
  const record = recordOf(definition);
  return record === null ? [] : [{ ...definition, record }];
});

describe.each(withRecord)('$name', ({ name, data, record, sample }) => {
  const { [record.key]: whole, ...beside }: Record<string, unknown> = sample.data;

  test('a bare record moves under its subject, whatever else the data has', () => {
    // A key that the event itself has (the phone of contact.phone_found) stays the event's.
    const movable = Object.entries(whole as object).filter(([key]) => !Object.hasOwn(data, key));
    const bare = { ...Object.fromEntries(movable), ...beside };
    expect(placeRecord(knownEvent(name)?.record, bare)).toEqual({
      ...beside,
      [record.key]: Object.fromEntries(movable),
    });
  });

  test('data in the catalogue’s form is the same object', () => {
    const form = sample.data;
    expect(placeRecord(knownEvent(name)?.record, form)).toBe(form);
  });
});

test('a flat body gives the same fields, its own id among them', () => {
  const flat = { event: 'contact.created', id: 'con_1', email: 'a@b.example', workspace_id: 'w' };
  expect(parseEvents(JSON.stringify(flat))[0]).toMatchObject({
    id: null,
    workspace_id: 'w',
    data: { contact: { id: 'con_1', email: 'a@b.example' } },
  });
});

test.each([
  ['has the subject’s key', 'contact.created', { contact: null, email: 'a@b.example' }],
  ['has no field of the record', 'contact.created', { shoe_size: 43 }],
  ['has objects of the same name', 'contact.created', { company: { id: 'com_1' } }],
  ['has only what the event itself has', 'contact.phone_found', { phone: '+61255501734' }],
  ['is of an event whose subject has no record', 'campaign.email.sent', { id: 'x', name: 'y' }],
  ['is of an unknown event', 'contact.merged', { id: 'con_1', email: 'a@b.example' }],
])('data that %s stays as it was sent', (_, name, data) => {
  expect(placeRecord(knownEvent(name)?.record, data)).toBe(data);
});

test('unknown keys stay where they were sent', () => {
  expect(
    placeRecord(knownEvent('company.updated')?.record, { id: 'com_1', shoe_size: 43 }),
  ).toEqual({
    company: { id: 'com_1' },
    shoe_size: 43,
  });
});

test('property: nothing is lost, invented or changed, and placing twice is placing once', () => {
  const names = fc.constantFrom(...events.map(({ name }) => name), 'an.unknown.one');
  const keys = fc.oneof(
    fc.constantFrom('id', 'email', 'company', 'phone', 'contact', 'campaign', 'job', '__proto__'),
    fc.string(),
  );
  const data = fc.dictionary(keys, fc.jsonValue());
  fc.assert(
    fc.property(names, data, (name, sent) => {
      const placed = placeRecord(knownEvent(name)?.record, sent);
      expect(placeRecord(knownEvent(name)?.record, placed)).toBe(placed);
      if (placed === sent) return;
      const key = Object.keys(placed).find((candidate) => !Object.hasOwn(sent, candidate)) ?? '';
      const { [key]: record, ...rest } = placed;
      const pairs = [...Object.entries(record as object), ...Object.entries(rest)];
      expect(new Map(pairs)).toEqual(new Map(Object.entries(sent)));
    }),
  );
});
