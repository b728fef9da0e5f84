import { ALL_EVENTS } from '@kolvera/event-schema';
import {
  createFetchTransport,
  type Subscription,
  subscribe,
  unsubscribe,
} from '@kolvera/webhook-api';

const owner = { connector: 'my-app', installation: 'production' };

/** Keep what it returns: `secret` verifies the deliveries, `id` removes the webhook. */
export function connect(apiKey: string, url: string, known?: Subscription): Promise<Subscription> {
  const transport = createFetchTransport({ apiKey });
  return subscribe(transport, { url, events: [ALL_EVENTS], owner, title: 'Orders', known });
}

export function disconnect(apiKey: string, { id, url }: Subscription): Promise<void> {
  return unsubscribe(createFetchTransport({ apiKey }), { id, url, owner });
}
