/** @module An inbox on Redis, with bull-board to look at it under /queues. Protect that path. */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { createInbox } from '@kolvera/receiver/inbox';
import { bullmqEngine } from '@kolvera/receiver/inbox/bullmq';
import { createNodeHandler } from '@kolvera/receiver/node';
import { Queue } from 'bullmq';
import express from 'express';

const redis = { url: process.env.REDIS_URL ?? 'redis://localhost:6379' };
const name = 'kolvera';

const inbox = createInbox({
  secret: process.env.KOLVERA_WEBHOOK_SECRET,
  engine: bullmqEngine({ name, redis }),
}).on('contact.created', ({ data }) => console.log(`New contact: ${data.contact?.email}`));
await inbox.start();

const board = new ExpressAdapter().setBasePath('/queues');
const queues = [new BullMQAdapter(new Queue(name, { connection: redis }))];
createBullBoard({ queues, serverAdapter: board });

const app = express();
app.post('/kolvera', createNodeHandler(inbox));
app.use('/queues', board.getRouter());

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log('Listening on', server.address());
});
