import { events } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { hookMethods } from './hook.ts';

const [contactCreated] = events;
const bundle = { authData: { api_key: 'kol_key' }, inputData: {} } as unknown as Bundle;
const { perform, performList } = hookMethods({
  title: 'New Contact',
  catalogue: events,
  wanted: () => ({ events: [contactCreated.name] }),
});

/** A `z` whose API answers every request like this. */
function answering(status: number, content: string): ZObject {
  const request = vi.fn(async () => ({ status, content, headers: new Headers() }));
  return { request, console: { error: vi.fn() } } as unknown as ZObject;
}

test('whatever request reaches the hook halts the run unless Kolvera signed it', async () => {
  const z = answering(500, '');
  const headers = fc.option(fc.dictionary(fc.constant('Http-X-Kolvera-Signature'), fc.anything()));
  const rawRequest = fc.option(fc.record({ headers, content: fc.anything() }));
  await fc.assert(
    fc.asyncProperty(rawRequest, async (request) => {
      const received = { ...bundle, subscribeData: { secret: 'whsec_a' }, rawRequest: request };
      const refusal = perform(z, received as unknown as Bundle);
      await expect(refusal).rejects.toMatchObject({ name: 'HaltedError' });
    }),
  );
});

test("an empty secret does not keep the connection's own from being used", async () => {
  const content = JSON.stringify(contactCreated.sample);
  const received = {
    ...bundle,
    authData: { webhook_secret: ' whsec_pasted\n' },
    subscribeData: { id: 'wh_1', secret: '' },
    rawRequest: { headers: { 'x-kolvera-signature': sign(content, 'whsec_pasted') }, content },
  } as unknown as Bundle;
  expect(await perform(answering(500, ''), received)).toEqual([contactCreated.sample]);
});

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
