/** @module Koa 3. */
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';
import Koa from 'koa';

const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);
const handle = createNodeHandler(receiver);

const app = new Koa();
// Before any body parser: the receiver needs the raw body.
app.use((context, next) => {
  if (context.path !== '/kolvera') return next();
  // The receiver answers by itself.
  context.respond = false;
  return handle(context.req, context.res);
});

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log('Listening on', server.address());
});
