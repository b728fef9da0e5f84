import { expectTypeOf, test } from 'vitest';
import type { KolveraEvent, UnknownEvent } from './event.ts';

test('the name tells the type of the data', () => {
  const read = (event: KolveraEvent) => {
    if (event.event === 'contact.created') {
      expectTypeOf(event.data.contact?.id).toEqualTypeOf<string | null | undefined>();
    } else {
      expectTypeOf(event).toEqualTypeOf<UnknownEvent>();
    }
    switch (event.event) {
      case 'contact.created':
        return event.data.contact?.id;
      default:
        return event.data.anything;
    }
  };
  expectTypeOf(read).toBeFunction();
});
