/** @module Sends deliveries as Kolvera does: again, until they are answered 2xx. */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { signedDelivery } from '../../src/testing/index.ts';

const AT_ONCE = 64;

/** As long as Kolvera is assumed to wait. */
const TIMEOUT_MS = 10_000;

export interface Sent {
  /** Per second, from the first to the last answer. */
  readonly rate: number;
  /** Attempts that were not answered 2xx. */
  readonly again: number;
}

/**
 * @param ids of the events, in the order in which they are sent; an id that comes twice is a repeat.
 * @param progress called after each answer with how many there were.
 */
export async function send(
  ids: readonly string[],
  { port, secret }: { readonly port: number; readonly secret: string },
  progress: (answered: number) => void = () => {},
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let next = 0;
  let answered = 0;
  let again = 0;
  async function sendInTurn(): Promise<void> {
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
      const delivery = signedDelivery('contact.created', { secret, overrides: { id } });
      while ((await post(delivery, port, agent)) !== 200) {
        again += 1;
        await wait(100);
      }
      answered += 1;
      progress(answered);
    }
  }
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
  const rate = ids.length / ((performance.now() - start) / 1000);
  agent.destroy();
  return { rate, again };
}

function post(
  { headers, body }: ReturnType<typeof signedDelivery>,
  port: number,
  agent: Agent,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const options = { port, agent, host: '127.0.0.1', method: 'POST', path: '/kolvera' };
    // A connection that node:cluster was handing to a killed receiver stays open without a response.
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    request({ ...options, signal, headers: { ...headers, ...length } }, (response) => {
      const status = () => (response.complete ? response.statusCode : undefined);
      response.resume().on('close', () => resolve(status()));
    })
      .on('error', () => resolve(undefined))
      .end(body);
  });
}
