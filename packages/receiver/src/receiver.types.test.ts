/** @module What the compiler promises to those who write handlers; `tsc` checks this file. */
import type { EventName, EventOf, KolveraEvent } from '@kolvera/event-schema';
import { expectTypeOf, test } from 'vitest';
import { SECRET } from '../test/deliveries.ts';
import { createReceiver, type ReceivedDelivery, type ReceiverRequest } from './index.ts';

const receiver = createReceiver({ secret: SECRET });

test('a handler gets the event that it is named for', () => {
  receiver.on('contact.created', (event) => {
    expectTypeOf(event).toEqualTypeOf<EventOf<'contact.created'>>();
    expectTypeOf(event.event).toEqualTypeOf<'contact.created'>();
    expectTypeOf(event.id).toEqualTypeOf<string>();
    expectTypeOf(event.data.contact?.email).toEqualTypeOf<string | null | undefined>();
  });
});

test('a handler of several events gets their union, and `event` tells which', () => {
  receiver.on(['contact.created', 'meeting.booked'], (event) => {
    expectTypeOf(event.event).toEqualTypeOf<'contact.created' | 'meeting.booked'>();
    if (event.event === 'meeting.booked') {
      expectTypeOf(event.data.meeting?.starts_at).toEqualTypeOf<string | null | undefined>();
    }
  });
});

test('onAny gets every event, onUnknown those without a known name', () => {
  receiver.onAny((event) => {
    expectTypeOf(event).toEqualTypeOf<KolveraEvent>();
    if (event.event === 'contact.created') {
      expectTypeOf(event).toEqualTypeOf<EventOf<'contact.created'>>();
    }
  });
  receiver.onUnknown((event) => {
    expectTypeOf(event.data).toEqualTypeOf<Record<string, unknown>>();
    expectTypeOf(event.event).not.toExtend<EventName>();
  });
});

test('a handler gets the raw delivery, and may be asynchronous', () => {
  receiver.onAny(async (_event, delivery) => {
    expectTypeOf(delivery).toEqualTypeOf<ReceivedDelivery>();
    expectTypeOf(delivery).toExtend<ReceiverRequest>();
    expectTypeOf(delivery.signal).toEqualTypeOf<AbortSignal>();
  });
});

test('a secret may come from the environment as it is; there is either one or a list', () => {
  createReceiver({ secret: SECRET as string | undefined });
  createReceiver({ secrets: [SECRET] });
  // @ts-expect-error TS2345: without a secret nothing can be verified.
  expectTypeOf(createReceiver).toBeCallableWith({});
  // @ts-expect-error TS2345: secret and secrets exclude each other.
  expectTypeOf(createReceiver).toBeCallableWith({ secret: SECRET, secrets: [SECRET] });
});

test('a misspelt event name does not compile', () => {
  // @ts-expect-error TS2769: no event has this name.
  expectTypeOf(receiver.on).toBeCallableWith('contact.create', () => {});
});
