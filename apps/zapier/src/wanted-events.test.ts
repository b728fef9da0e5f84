import { events } from '@kolvera/event-schema';
import { expect, test } from 'vitest';
import type { Bundle } from 'zapier-platform-core';
import { narrowingFields, readChoice, readWanted } from './wanted-events.ts';

test.each([
  [undefined, []],
  [null, []],
  ['', []],
  ['contact.created', ['contact.created']],
  [[' Winter freight ', '', 7], ['Winter freight']],
])('%j is the choice %j', (value, choice) => {
  expect(readChoice(value)).toEqual(choice);
});

test('reads the narrowings beside the events', () => {
  const inputData = { campaigns: 'cam_1', changed_fields: ['email', 'phone'] };
  expect(readWanted(['contact.updated'], { inputData } as unknown as Bundle)).toEqual({
    events: ['contact.updated'],
    campaigns: ['cam_1'],
    changedFields: ['email', 'phone'],
  });
});

const named = (name: string) => events.filter((event) => event.name === name);

test('only events that can be narrowed get a field for it', () => {
  const keys = (name: string) => narrowingFields(named(name)).map(({ key }) => key);
  expect(keys('contact.created')).toEqual([]);
  expect(keys('campaign.email.replied')).toEqual(['campaigns']);
  expect(keys('company.updated')).toEqual(['changed_fields']);
  expect(narrowingFields(events).map(({ key }) => key)).toEqual(['campaigns', 'changed_fields']);
});

test('the fields to watch are offered by their labels, each once; campaigns are typed in', () => {
  const [campaigns, changed] = narrowingFields(events);
  expect(campaigns).not.toHaveProperty('choices');
  expect(changed?.choices).toContainEqual({ value: 'email', label: 'Email', sample: 'email' });
  const values = [changed?.choices ?? []].flat().map((choice) => JSON.stringify(choice));
  expect(new Set(values).size).toBe(values.length);
});
