/** @module A route handler of Next.js, app/kolvera/route.ts. It needs the Node.js runtime, which is Next's default. */
import { createReceiver } from '@kolvera/receiver';
import { createFetchHandler } from '@kolvera/receiver/fetch';

const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);

export const POST = createFetchHandler(receiver);
