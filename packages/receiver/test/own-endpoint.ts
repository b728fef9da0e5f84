/**
 * @module An endpoint of one's own as a consumer that the suite drives over real HTTP: subscribed
 * through the webhook API, wherever its receiver runs.
 */
import type { Subject } from '@kolvera/conformance';
import {
  call,
  createFetchTransport,
  getMe,
  type Subscription,
  subscribe,
  type Transport,
  unsubscribe,
} from '@kolvera/webhook-api';
import type { HandlerOptions } from '../src/index.ts';
import type { Configuration, Observed } from './runtimes/controlled-endpoint.ts';

export interface StartedEndpoint {
  /** Where it takes deliveries. */
  readonly url: string;
  configure(configuration: Configuration): Promise<void>;
  observed(): Promise<Observed>;
  stop(): Promise<void>;
}

const OWNER = { connector: 'own-endpoint', installation: 'conformance' };

/** @param name the heading: what really runs. */
export function ownEndpoint(name: string, start: () => Promise<StartedEndpoint>): Subject {
  return {
    name,
    order: 1,
    limits: {
      'no-name-one-type':
        'A receiver is not told what its webhook is subscribed to, so such a delivery goes to onUnknown and onAny.',
    },

    async start({ baseUrl }) {
      const endpoint = await start();
      const { url } = endpoint;
      let transport: Transport;
      let subscription: Subscription | undefined;
      /** Put into the settings by hand; the webhook's own stays valid beside it. */
      let configuredSecret: string | undefined;
      let narrowedTo: HandlerOptions = {};

      async function configure(): Promise<void> {
        const secrets = [subscription?.secret, configuredSecret].filter(
          (secret) => secret !== undefined,
        );
        if (secrets.length === 0) return;
        await endpoint.configure({ secrets: [...new Set(secrets)], narrowedTo });
      }

      return {
        async connect(apiKey) {
          const candidate = createFetchTransport({ baseUrl, apiKey, timeoutMs: 5_000 });
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
          await configure();
          return { url };
        },
        async unsubscribe() {
          await unsubscribe(transport, { id: subscription?.id, url, owner: OWNER });
          subscription = undefined;
        },
        async useSecret(secret) {
          configuredSecret = secret;
          await configure();
        },
        received: async () => (await endpoint.observed()).received,
        traces: async () => (await endpoint.observed()).log.join('\n'),
        stop: () => endpoint.stop(),
      };
    },
  };
}
