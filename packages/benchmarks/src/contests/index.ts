/** @module The contests by the name that the table gives them. */
import { Agent } from 'node:http';
import { largeBodies, sampleBodies } from '../bodies.ts';
import type { Contest } from '../contest.ts';
import { fastifyContest, fetchContest, lambdaContest } from './adapters.ts';
import { commandContest } from './command.ts';
import { httpContest } from './http.ts';
import { receiveContest } from './receive.ts';
import { verifyContest } from './verify.ts';

export const contests: Readonly<Record<string, () => Contest | Promise<Contest>>> = {
  'Verify 1 KB': () => verifyContest(1),
  'Verify 10 KB': () => verifyContest(10),
  'Verify 256 KB': () => verifyContest(256),
  'Receive 1 KB': () => receiveContest(sampleBodies(), 1.05),
  // Nearly all of it is JSON.parse, which is the same for everyone.
  'Receive 10 KB': () => receiveContest(largeBodies(10 * 1024), 0.95),
  // One socket: without the limit, a request that follows at once would open another.
  'node:http, kept connection': () =>
    httpContest(new Agent({ keepAlive: true, maxSockets: 1 }), 0.75),
  'node:http, new connection': () => httpContest(new Agent({ keepAlive: false }), 0.85),
  fetch: fetchContest,
  Fastify: fastifyContest,
  Lambda: lambdaContest,
  'Start a command': commandContest,
};
