/** @module Hono, here on Node.js; the route is the same on Bun, Deno and Workers. */
import { serve } from '@hono/node-server';
import { createReceiver } from '@kolvera/receiver';
import { createFetchHandler } from '@kolvera/receiver/fetch';
import { Hono } from 'hono';

const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);
const handle = createFetchHandler(receiver);

const app = new Hono();
app.all('/kolvera', (context) => handle(context.req.raw));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, (address) => {
  console.log('Listening on', address);
});
