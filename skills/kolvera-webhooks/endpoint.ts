/** @module An endpoint for Kolvera's webhooks: `KOLVERA_WEBHOOK_SECRET=… node endpoint.ts`. */
import { createServer } from 'node:http';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';

/** @param replied what to do with the address of a contact who replied, and what they wrote. */
export function createEndpoint(
  secret: string | undefined,
  replied: (email: string, text: string | undefined) => Promise<void>,
) {
  return createReceiver({ secret })
    .on('campaign.email.replied', async ({ data }) => {
      const { contact, reply } = data;
      if (contact?.email) await replied(contact.email, reply?.body ?? undefined);
    })
    .onError(({ code, message }) => console.error(`${code}: ${message}`));
}

if (import.meta.main) {
  const { KOLVERA_WEBHOOK_SECRET, PORT = '3000' } = process.env;
  const endpoint = createEndpoint(KOLVERA_WEBHOOK_SECRET, async (email) => console.log(email));
  createServer(createNodeHandler(endpoint)).listen(Number(PORT));
}
