import { expect, test } from 'vitest';
import { events } from './catalogue.ts';
import { sampleEvent } from './sample-event.ts';
import { imaginaryEvent } from './testing.ts';

test('a sample is a copy: changing it leaves the catalogue alone', () => {
  const before = JSON.stringify(events);
  const event = sampleEvent('contact.created');
  if (event.data.contact) event.data.contact.email = 'changed@yarraford.example';
  expect(JSON.stringify(events)).toBe(before);
});

test('overrides are merged into objects and take the place of anything else', () => {
  const event = sampleEvent('contact.updated', {
    id: 'evt_mine',
    data: { contact: { email: null, shoe_size: 43 }, changed_fields: ['email'] },
  });
  expect(event).toMatchObject({ id: 'evt_mine', event: 'contact.updated' });
  expect(event.data.contact).toMatchObject({ name: 'Priya Raman', email: null, shoe_size: 43 });
  expect(event.data.changed_fields).toEqual(['email']);
});

test('a __proto__ among the overrides stays an ordinary key', () => {
  const event = sampleEvent('contact.created', JSON.parse('{"__proto__":{"polluted":true}}'));
  expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
  expect('polluted' in {}).toBe(false);
});

test('a definition is as good as a name', () => {
  expect(sampleEvent(imaginaryEvent)).toEqual(imaginaryEvent.sample);
});
