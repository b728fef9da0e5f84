/** @slow Drives the built app. */
import { events } from '@kolvera/event-schema';
import { expect, test } from 'vitest';
import { triggerKey } from '../../src/triggers/event-trigger.ts';
import { useStage } from './stage.ts';

// The workspace has no events yet; the tests run in order, and a later one fires some.
const stage = useStage();

test.each(events)('$name falls back to its sample', async ({ name, sample }) => {
  expect(await stage.zapier.loadSamples(triggerKey(name))).toEqual([sample]);
});

test('New Event falls back to the samples of the chosen types, or of all', async () => {
  const chosen = ['meeting.booked', 'contact.created'];
  const some = await stage.zapier.loadSamples('new_event', { events: chosen });
  expect(names(some).sort()).toEqual(chosen.sort());
  expect(await stage.zapier.loadSamples('new_event')).toEqual(events.map(({ sample }) => sample));
});

test('New Event offers recent events of the chosen types', async () => {
  for (const name of ['contact.created', 'company.created', 'contact.created'] as const) {
    await stage.kolvera.fire(name);
  }
  const items = await stage.zapier.loadSamples('new_event', {
    events: ['contact.created', 'meeting.booked'],
  });
  expect(names(items)).toEqual(['contact.created', 'contact.created']);
});

test('says that the connection has to be renewed rather than showing samples', async () => {
  stage.kolvera.faults.next(1, 'unauthorized');
  await expect(stage.zapier.loadSamples('contact_created')).rejects.toMatchObject({
    type: 'ExpiredAuthError',
  });
});

function names(items: readonly unknown[]): string[] {
  return items.map((item) => (item as { event: string }).event);
}
