import { events, sampleEvent } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { expect, test } from 'vitest';
import { type Handler, Handlers } from './handlers.ts';

const handler: Handler = () => {};
const other: Handler = () => {};

test('an event that is added to the catalogue can be handled by its name', () => {
  const handlers = new Handlers(withImaginaryEvent());
  handlers.add([imaginaryEvent.name], handler);
  handlers.addUnknown(other);
  expect(handlers.of(imaginaryEvent.sample as never)).toEqual([{ handler }]);
});

test('one that is not in the catalogue is unknown', () => {
  const handlers = new Handlers();
  handlers.addUnknown(other);
  expect(handlers.of(imaginaryEvent.sample as never)).toEqual([{ handler: other }]);
  expect(() => handlers.add([imaginaryEvent.name], handler)).toThrow(
    expect.objectContaining({ code: 'unknown_event' }),
  );
});

test('a list with one unknown name adds nothing', () => {
  const handlers = new Handlers();
  expect(() => handlers.add([events[0].name, 'contact.create'], handler)).toThrow();
  expect(handlers.of(sampleEvent(events[0].name))).toEqual([]);
});
