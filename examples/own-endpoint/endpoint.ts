import { createServer } from 'node:http';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';

const { KOLVERA_WEBHOOK_SECRET, PORT = '3000' } = process.env;

const receiver = createReceiver({ secret: KOLVERA_WEBHOOK_SECRET })
  .on('contact.created', ({ data }) => {
    console.log(`New contact: ${data.contact?.name} <${data.contact?.email}>`);
  })
  .on(['meeting.booked', 'meeting.completed'], async ({ event, data }) => {
    console.log(`${event}: ${data.meeting?.title}`);
  })
  .onUnknown(({ event }) => {
    console.log(`Kolvera has a new event: ${event}`);
  })
  .onError(({ code, message }) => {
    console.error(`${code}: ${message}`);
  });

const server = createServer(createNodeHandler(receiver));
server.listen(Number(PORT), () => {
  console.log('Listening on', server.address());
});
