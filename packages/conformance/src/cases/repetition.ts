/** @module What Kolvera sends more than once. */
import type { ConformanceCase } from '../conformance-case.ts';
import { expectSame } from '../same-events.ts';
import { asDelivery, deliver, freshEvent, normalised } from '../stage.ts';

export const repetition: readonly ConformanceCase[] = [
  {
    id: 'repeated-delivery',
    promise: 'A delivery that Kolvera repeats arrives once.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const sent = asDelivery(freshEvent('meeting.booked'));
      expectSame(
        stage,
        await deliver(stage, sent, sent, sent),
        [normalised(sent.body)],
        'it did not arrive once',
      );
    },
  },
  {
    id: 'same-id-other-body',
    promise: 'Two events that share an id but not a body both arrive.',
    async run(stage) {
      await stage.consumer.subscribe(['*']);
      const first = freshEvent('meeting.booked');
      const second = { ...first, created_at: '2026-09-01T08:00:00+10:00' };
      const arrived = await deliver(stage, asDelivery(first), asDelivery(second));
      expectSame(
        stage,
        arrived.map(({ created_at }) => created_at).sort(),
        [first.created_at, second.created_at].sort(),
        'not both arrived',
      );
    },
  },
];
