import { signedDelivery } from '@kolvera/receiver/testing';
import { expect, test, vi } from 'vitest';
import { createEndpoint } from './endpoint.ts';

const secret = 'whsec_of_this_endpoint';
const overrides = { data: { contact: { email: 'mia@example.com' }, reply: { body: 'Call me.' } } };

test('a reply is handled once, though it is sent twice', async () => {
  const replied = vi.fn(async () => {});
  const endpoint = createEndpoint(secret, replied);
  const delivery = signedDelivery('campaign.email.replied', { secret, overrides });
  expect(await endpoint.receive(delivery)).toMatchObject({ status: 200 });
  expect(await endpoint.receive(delivery)).toMatchObject({ status: 200 });
  expect(replied.mock.calls).toEqual([['mia@example.com', 'Call me.']]);
});

test('a forgery is refused, and handles nothing', async () => {
  const replied = vi.fn(async () => {});
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const forgery = signedDelivery('campaign.email.replied', { secret: 'whsec_of_another' });
  expect(await createEndpoint(secret, replied).receive(forgery)).toMatchObject({ status: 401 });
  expect(replied).not.toHaveBeenCalled();
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});
