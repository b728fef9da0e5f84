import { events } from '@kolvera/event-schema';
import { expect, test, vi } from 'vitest';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { hookMethods } from './hook.ts';

const [contactCreated] = events;
const bundle = { authData: { api_key: 'kol_key' }, inputData: {} } as unknown as Bundle;
const { performList } = hookMethods({
  title: 'New Contact',
  catalogue: events,
  wanted: () => [contactCreated.name],
});

/** A `z` whose API answers every request like this. */
function answering(status: number, content: string): ZObject {
  const request = vi.fn(async () => ({ status, content, headers: new Headers() }));
  return { request, console: { error: vi.fn() } } as unknown as ZObject;
}

test.each([404, 405, 410, 501])(
  'an API without a list of events (%i) gives the sample',
  async (status) => {
    expect(await performList(answering(status, ''), bundle)).toEqual([contactCreated.sample]);
  },
);

test.each([400, 403, 500, 503])(
  'an API that fails (%i) is not covered up by a sample',
  async (status) => {
    await expect(performList(answering(status, ''), bundle)).rejects.toThrow(/Kolvera|key/);
  },
);

test('an API that disregards the filter does not mix types up', async () => {
  const others = { data: [events[4].sample, contactCreated.sample] };
  const items = await performList(answering(200, JSON.stringify(others)), bundle);
  expect(items).toEqual([contactCreated.sample]);
});

test('an event without an id is given one', async () => {
  const { id: _, ...event } = contactCreated.sample;
  const [item] = await performList(answering(200, JSON.stringify({ data: [event] })), bundle);
  expect(item).toMatchObject({ id: expect.stringMatching(/^sha256:/), event: 'contact.created' });
});
