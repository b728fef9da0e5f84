/** @module h3 2, on which Nitro's routes are built: in Nitro, export the handler from routes/kolvera.post.ts. */
import { createReceiver } from '@kolvera/receiver';
import { createFetchHandler } from '@kolvera/receiver/fetch';
import { defineHandler, H3, serve } from 'h3';

const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);
const handle = createFetchHandler(receiver);

const app = new H3();
app.all(
  '/kolvera',
  defineHandler((event) => handle(event.req)),
);

const server = serve(app, { port: Number(process.env.PORT ?? 3000) });
await server.ready();
console.log('Listening on', server.url);
