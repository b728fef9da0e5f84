/**
 * @module The endpoint that runs on each runtime: a receiver as its user has it, and a door through
 * which the suite sets its secrets and looks at what arrived.
 */
import { inspect } from 'node:util';
import { events, type KolveraEvent } from '@kolvera/event-schema';
import { createFetchHandler } from '../../src/fetch/index.ts';
import {
  createMemoryStore,
  createReceiver,
  type HandlerOptions,
  type Receiver,
} from '../../src/index.ts';

export interface Configuration {
  readonly secrets: readonly string[];
  readonly narrowedTo: HandlerOptions;
}

/** What a runtime has done since it was started. */
export interface Observed {
  readonly received: readonly KolveraEvent[];
  readonly log: readonly string[];
}

export const CONTROL_PATH = '/control';

const NAMES = events.map(({ name }) => name);

/** @param onConfigured is given the receiver whenever the configuration changes. */
export function createControlledEndpoint(onConfigured: (receiver: Receiver) => void = () => {}) {
  const received: KolveraEvent[] = [];
  const log: string[] = [];
  // It outlives the receivers, so that repeats are known.
  const store = createMemoryStore();
  let handle = configured({
    secrets: ['a secret that nobody has, until there is a subscription'],
    narrowedTo: {},
  });

  function configured({ secrets, narrowedTo }: Configuration) {
    const receiver = createReceiver({ secrets, store })
      .on(NAMES, narrowedTo, (event) => received.push(event))
      .onUnknown((event) => received.push(event))
      .onError((error) => log.push(inspect(error)));
    onConfigured(receiver);
    return createFetchHandler(receiver);
  }

  return async function answer(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== CONTROL_PATH) return handle(request);
    if (request.method === 'POST') handle = configured((await request.json()) as Configuration);
    return Response.json({ received, log } satisfies Observed);
  };
}
