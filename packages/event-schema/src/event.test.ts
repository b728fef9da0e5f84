import { expectTypeOf, test } from 'vitest';
import type { events } from './catalogue.ts';
import type { EventName, EventOf, KolveraEvent, ParsedEvent, UnknownEvent } from './event.ts';
import { isKnownEvent } from './known-events.ts';
import { parseEvents } from './parse-events.ts';
import { sampleEvent } from './sample-event.ts';

test('the name tells the type of the data', () => {
  const read = (event: KolveraEvent) => {
    switch (event.event) {
      case 'contact.created':
        expectTypeOf(event).toEqualTypeOf<EventOf<'contact.created'>>();
        return event.data.contact?.id;
      case 'contact.updated':
        expectTypeOf(event.data.changed_fields).toEqualTypeOf<string[] | null | undefined>();
        return event.data.contact?.email;
      case 'campaign.email.replied':
        expectTypeOf(event.data.step?.step_number).toEqualTypeOf<number | null | undefined>();
        return event.data.reply?.body;
      default:
        return undefined;
    }
  };
  expectTypeOf(read).returns.toEqualTypeOf<string | null | undefined>();
});

test('open enumerations complete the known values and take others', () => {
  const event = sampleEvent('contact.created');
  type Contact = NonNullable<typeof event.data.contact>;
  type Status = Exclude<Contact['email_status'], null | undefined>;
  expectTypeOf<'catch_all'>().toExtend<Status>();
  expectTypeOf<string>().toExtend<Status>();
  // The literals are still there for an editor to offer, so the type is more than plain text.
  expectTypeOf<Extract<Status, 'catch_all'>>().toEqualTypeOf<'catch_all'>();
});

test('unknown keys are unknown, not any', () => {
  const [event] = parseEvents('{"event":"contact.created"}');
  if (event === undefined) throw new Error('There is no event.');
  expectTypeOf(event.something_new).toBeUnknown();
  if (event.event === 'contact.created') expectTypeOf(event.data.something_new).toBeUnknown();
});

test('isKnownEvent leaves the unknown event on the other side', () => {
  const read = (event: KolveraEvent) => {
    if (isKnownEvent(event)) expectTypeOf(event.event).toEqualTypeOf<EventName>();
    else expectTypeOf(event).toEqualTypeOf<UnknownEvent>();
  };
  expectTypeOf(read).toBeFunction();
});

test('the id is only sure once the event is identified', () => {
  expectTypeOf<ParsedEvent['id']>().toEqualTypeOf<string | null>();
  expectTypeOf<KolveraEvent['id']>().toEqualTypeOf<string>();
});

test('a misspelt name is a type error', () => {
  // @ts-expect-error TS2769: 'contact.create' is not a name of the catalogue.
  const sample = () => sampleEvent('contact.create');
  const read = (event: EventOf<EventName>) =>
    // @ts-expect-error TS2367: the union has no such name.
    event.event === 'contact.create';
  expectTypeOf(sample).toBeFunction();
  expectTypeOf(read).toBeFunction();
});

test('each sample has the type of its event', () => {
  type Samples = (typeof events)[number]['sample'];
  expectTypeOf<Samples['data']>().toExtend<EventOf<EventName>['data']>();
  expectTypeOf<Samples['event']>().toEqualTypeOf<EventName>();
  // A plain array would lose the names: `number` is not a literal length.
  expectTypeOf<number>().not.toExtend<typeof events.length>();
});
