/**
 * @module The consumer as a developer writes it: a server with a receiver, subscribed through the
 * webhook API. The suite drives it over real HTTP.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { Subject } from '@kolvera/conformance';
import { events as catalogue, type KolveraEvent } from '@kolvera/event-schema';
import {
  call,
  createFetchTransport,
  getMe,
  type Subscription,
  subscribe,
  type Transport,
  unsubscribe,
} from '@kolvera/webhook-api';
import { createMemoryStore, createReceiver, type HandlerOptions } from '../src/index.ts';
import { createNodeHandler } from '../src/node/index.ts';

const NAMES = catalogue.map(({ name }) => name);
const OWNER = { connector: 'own-endpoint', installation: 'conformance' };

export default {
  name: 'Own endpoint (HTTP)',
  order: 1,
  limits: {},

  async start({ baseUrl }) {
    const received: KolveraEvent[] = [];
    const log: string[] = [];
    const store = createMemoryStore();
    let transport: Transport;
    let subscription: Subscription | undefined;
    /** Put into the settings by hand; the webhook's own stays valid beside it. */
    let configuredSecret: string | undefined;
    let narrowedTo: HandlerOptions = {};
    let handle = handlerFor(['a secret that nobody has, until there is a subscription']);

    const server = createServer((request, response) => handle(request, response));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kolvera`;

    /** Secrets may change while deliveries arrive; the store outlives them, so that repeats are known. */
    function handlerFor(secrets: readonly string[]) {
      return createNodeHandler(
        createReceiver({ secrets, store })
          .on(NAMES, narrowedTo, (event) => received.push(event))
          .onUnknown((event) => received.push(event))
          .onError((error) => log.push(inspect(error))),
      );
    }

    function useSecrets(): void {
      const secrets = [subscription?.secret, configuredSecret].filter(
        (secret) => secret !== undefined,
      );
      if (secrets.length > 0) handle = handlerFor([...new Set(secrets)]);
    }

    return {
      async connect(apiKey) {
        const candidate = createFetchTransport({ baseUrl, apiKey, timeoutMs: 2_000 });
        await call(candidate, getMe());
        transport = candidate;
      },
      async subscribe(events, narrowing = {}) {
        narrowedTo = narrowing;
        subscription = await subscribe(transport, {
          url,
          events,
          owner: OWNER,
          known: subscription,
          secret: configuredSecret,
        });
        useSecrets();
        return { url };
      },
      async unsubscribe() {
        await unsubscribe(transport, { id: subscription?.id, url, owner: OWNER });
        subscription = undefined;
      },
      async useSecret(secret) {
        configuredSecret = secret;
        useSecrets();
      },
      received: async () => [...received],
      traces: async () => log.join('\n'),
      async stop() {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      },
    };
  },
} satisfies Subject;
