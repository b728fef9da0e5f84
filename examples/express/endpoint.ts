/** @module Express 5; Express 4 is the same. */
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';
import express from 'express';

const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);

const app = express();
// Before express.json(): the receiver needs the raw body.
app.post('/kolvera', createNodeHandler(receiver));
app.use(express.json());

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log('Listening on', server.address());
});
