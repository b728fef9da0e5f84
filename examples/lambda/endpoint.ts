/** @module AWS Lambda, behind API Gateway, a function URL or a load balancer. */
import { createReceiver } from '@kolvera/receiver';
import { createLambdaHandler } from '@kolvera/receiver/lambda';

// Instances come and go, and with them their memory: give a function that must not run twice a store.
const receiver = createReceiver({ secret: process.env.KOLVERA_WEBHOOK_SECRET }).on(
  'contact.created',
  ({ data }) => console.log(`New contact: ${data.contact?.email}`),
);

export const handler = createLambdaHandler(receiver);
