/** @module The receiver on node:http, beside a bare handler that reads the body and signs it. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { events } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import type { Contest, Contestant } from '../contest.ts';
import { firstMessage } from '../first-message.ts';
import { pin } from '../machine.ts';
import { SECRET } from '../peers.ts';
import { spread } from '../statistics.ts';
import { BARE, OURS, SERVED, type Served } from './served.ts';

/** The processors of who sends deliveries, and of the servers. */
export const SENDER = 0;
const SERVER = 1;

/** So many deliveries warm a server up. */
const WARM_UP = 12_000;

/** Contests with servers that run until they are stopped. */
export interface HttpContests {
  readonly contests: readonly Contest[];
  /** Before the first round, because V8 compiles the last of what a delivery runs through after some 10,000. */
  warmUp(): Promise<void>;
  stop(): void;
}

const WORK =
  'The bare handler reads the body and computes the HMAC, and that is all. The receiver also checks ' +
  'the request, parses, normalises, dispatches and, unless store is false, deduplicates, by a ' +
  'key in the store.';

/**
 * Deliveries are sent one after the other by node:http's own client, and each is timed from the
 * request to the end of the answer. Each server has a process of its own, and is idle while another
 * works.
 *
 * The goals are for the receiver as its users have it, with the memory store. Most often a delivery
 * has a connection of its own: events come minutes apart, and node:http closes an idle one after 5 s.
 *
 * @param execArgv Node's own arguments for the servers.
 */
export async function startHttpContests(execArgv = process.execArgv): Promise<HttpContests> {
  const servers = await Promise.all(SERVED.map((served) => start(served, execArgv)));
  const fresh = new Agent({ keepAlive: false });
  // One socket: without the bound, a request that follows at once would open another.
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  const senders = (agent: Agent) => servers.map((server) => sender(server, agent));
  return {
    contests: [
      {
        id: 'http-kept',
        title: 'A delivery of about 1 KB over node:http, on a connection that stays open',
        baseline: BARE,
        contestants: senders(kept),
        goals: [{ ours: OURS, against: [BARE], atLeast: 0.85 }],
        note: `From request to the end of the answer. ${WORK}`,
      },
      {
        id: 'http',
        title: 'The same on a connection of its own',
        baseline: BARE,
        contestants: senders(fresh),
        goals: [{ ours: OURS, against: [BARE], atLeast: 0.85 }],
        note: `From connecting to the end of the answer; the figure of a batch is its median. ${WORK}`,
      },
    ],
    async warmUp() {
      for (const { prepare, time } of senders(kept)) {
        prepare?.(WARM_UP);
        await time(WARM_UP);
      }
    },
    stop() {
      fresh.destroy();
      kept.destroy();
      for (const { child } of servers) child.kill();
    },
  };
}

interface Server {
  readonly served: Served;
  readonly child: ChildProcess;
  readonly port: number;
}

async function start(served: Served, execArgv: readonly string[]): Promise<Server> {
  const options = { execArgv: [...execArgv] };
  const child = fork(new URL('./serve.ts', import.meta.url), [served], options);
  if (child.pid !== undefined) pin(child.pid, SERVER);
  const port = await firstMessage(child, served);
  return { served, child, port };
}

function sender({ served, port }: Server, agent: Agent): Contestant {
  let deliveries: readonly Delivery[] = [];
  return {
    name: served,
    prepare(times) {
      deliveries = Array.from({ length: times }, delivery);
    },
    /** The median delivery of the batch: on a busy machine the mean is mostly waiting for a core. */
    async time() {
      const took: number[] = [];
      for (const each of deliveries) {
        const start = performance.now();
        const status = await send(port, agent, each);
        took.push(performance.now() - start);
        if (status !== 200) throw new Error(`The ${served} answered ${status}.`);
      }
      return spread(took).median;
    },
  };
}

interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One that was never sent before, so that no server may take it for a repeated one. */
function delivery(_: unknown, n: number): Delivery {
  const { sample } = events[n % events.length] as (typeof events)[number];
  const body = Buffer.from(JSON.stringify({ ...sample, id: `evt_${randomUUID()}` }));
  return {
    headers: {
      'content-type': 'application/json',
      'content-length': String(body.length),
      [SIGNATURE_HEADER]: sign(body, SECRET),
    },
    body,
  };
}

/** @returns the status of the answer, after all of it has come. */
function send(
  port: number,
  agent: Agent,
  { headers, body }: Delivery,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, agent, method: 'POST', path: '/kolvera', headers };
    request(options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end(body);
  });
}
