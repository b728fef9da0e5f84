/** @module Fastify 5. */
import { createReceiver } from '@kolvera/receiver';
import { kolveraPlugin } from '@kolvera/receiver/fastify';
import Fastify from 'fastify';

const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);

const app = Fastify();
app.register(kolveraPlugin, { endpoint: receiver, path: '/kolvera' });

await app.listen({ port: Number(process.env.PORT ?? 3000) });
console.log('Listening on', app.server.address());
