import { events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import type { INodePropertyOptions } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { parameters } from './parameters.ts';

function eventOptions(catalogue?: Parameters<typeof parameters>[0]): INodePropertyOptions[] {
  const parameter = parameters(catalogue).find(({ name }) => name === 'events');
  return (parameter?.options ?? []) as INodePropertyOptions[];
}

test('every event is an option and an action, after "All Events"', () => {
  const [all, ...others] = eventOptions();
  expect(all).toMatchObject({ value: '*', action: 'On any event' });
  expect(others.map(({ value }) => value)).toEqual(events.map(({ name }) => name));
  expect(others.find(({ value }) => value === 'contact.phone_found')).toMatchObject({
    name: 'Contact Phone Found',
    action: 'On contact phone found',
    description: expect.stringMatching(/^Triggers when .*[^.]$/),
  });
});

test('all events are the default', () => {
  expect(parameters().find(({ name }) => name === 'events')?.default).toEqual(['*']);
});

test('a fifteenth event appears by itself', () => {
  const values = eventOptions(withImaginaryEvent()).map(({ value }) => value);
  expect(values).toHaveLength(events.length + 2);
  expect(values).toContain(imaginaryEvent.name);
});
