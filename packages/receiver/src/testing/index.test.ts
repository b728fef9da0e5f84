import { sampleEvent } from '@kolvera/event-schema';
import { expect, test, vi } from 'vitest';
import { createFetchHandler } from '../fetch/index.ts';
import { createReceiver } from '../index.ts';
import { signedDelivery } from './index.ts';

const secret = 'whsec_testing';

test('a sample with overrides, as receive takes it', async () => {
  const handler = vi.fn();
  const receiver = createReceiver({ secret }).on('contact.created', handler);
  const overrides = { id: 'evt_7', data: { contact: { email: 'mia@example.com' } } };
  const response = await receiver.receive(signedDelivery('contact.created', { secret, overrides }));
  expect(response.status).toBe(200);
  const { contact } = sampleEvent('contact.created').data;
  expect(handler.mock.calls[0]?.[0]).toMatchObject({
    id: 'evt_7',
    data: { contact: { ...contact, email: 'mia@example.com' } },
  });
});

test('an envelope of your own, as a Request', async () => {
  const unknown = vi.fn();
  const handle = createFetchHandler(createReceiver({ secret }).onUnknown(unknown));
  const made = signedDelivery({ event: 'contact.merged', id: 'evt_8' }, { secret });
  expect((await handle(made.toRequest('https://endpoint.example/kolvera'))).status).toBe(200);
  expect(unknown).toHaveBeenCalledOnce();
});

test('a forgery is a delivery that was signed with another secret', async () => {
  const receiver = createReceiver({ secret }).onError(() => {});
  const forged = signedDelivery('contact.created', { secret: 'whsec_another' });
  expect(await receiver.receive(forged)).toMatchObject({ status: 401 });
});
