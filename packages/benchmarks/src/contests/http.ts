/** @module The receiver on node:http, beside a bare handler that reads the body and signs it. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { events } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import type { Contest, Contestant } from '../contest.ts';
import { SECRET } from '../peers.ts';

const BARE = 'bare handler';
const OURS = 'receiver';

const CONNECTIONS = 8;
const ANSWER = 'HTTP/1.1 200 ';

/** The contest, with servers that run until they are stopped. */
export interface HttpContest extends Contest {
  stop(): void;
}

/**
 * Each connection stays open and sends its next request when it has its answer, as senders of
 * webhooks do. The client writes ready bytes to plain sockets: one that costs more than the servers
 * would hide their difference. Each server is idle while the other works.
 *
 * @param execArgv Node's own arguments for the servers.
 */
export async function httpContest(execArgv = process.execArgv): Promise<HttpContest> {
  const servers = await Promise.all([start('bare', execArgv), start('receiver', execArgv)]);
  const [bare, receiver] = servers;
  return {
    id: 'http',
    title: 'Receiving about 1 KB over node:http',
    baseline: BARE,
    contestants: [client(BARE, bare.sockets), client(OURS, receiver.sockets)],
    goals: [{ ours: OURS, against: [BARE], atLeast: 0.85 }],
    stop() {
      for (const { server, sockets } of servers) {
        for (const socket of sockets) socket.destroy();
        server.kill();
      }
    },
  };
}

interface Running {
  readonly server: ChildProcess;
  readonly sockets: readonly Socket[];
}

async function start(kind: 'bare' | 'receiver', execArgv: readonly string[]): Promise<Running> {
  const server = fork(new URL('./serve.ts', import.meta.url), [kind], { execArgv: [...execArgv] });
  const [port] = await Promise.race([
    once(server, 'message'),
    once(server, 'exit').then(() => Promise.reject(new Error(`The ${kind} server ended.`))),
  ]);
  const sockets = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return { server, sockets };
}

function client(name: string, sockets: readonly Socket[]): Contestant {
  let requests: readonly Buffer[] = [];
  return {
    name,
    prepare(times) {
      requests = Array.from({ length: times }, request);
    },
    async work() {
      const answers = sockets.map((socket, n) =>
        exchange(
          socket,
          requests.filter((_, turn) => turn % sockets.length === n),
        ),
      );
      return (await Promise.all(answers)).every(Boolean);
    },
  };
}

/** A delivery that was never sent before, so that no server may take it for a repeated one. */
function request(_: unknown, n: number): Buffer {
  const { sample } = events[n % events.length] as (typeof events)[number];
  const body = JSON.stringify({ ...sample, id: `evt_${randomUUID()}` });
  const head = [
    'POST /kolvera HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `${SIGNATURE_HEADER}: ${sign(body, SECRET)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Sends one request after the other. @returns whether every answer was 200. */
function exchange(socket: Socket, requests: readonly Buffer[]): Promise<boolean> {
  if (requests.length === 0) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    let answers = 0;
    let right = true;
    const fail = () => reject(new Error('The server closed the connection.'));
    // Both servers write an answer at once and it is short, so that it arrives as one chunk; a cut
    // one would be taken for a wrong one.
    const read = (chunk: Buffer) => {
      right = chunk.toString('latin1', 0, ANSWER.length) === ANSWER && right;
      answers++;
      const next = requests[answers];
      if (next !== undefined) socket.write(next);
      else {
        socket.off('data', read).off('close', fail);
        resolve(right);
      }
    };
    socket.on('data', read).on('close', fail);
    socket.write(requests[0] as Buffer);
  });
}
