/** @module A local Kolvera: its webhook API over HTTP, its page, and deliveries to its webhooks. */
import type { HttpBindings } from '@hono/node-server';
import {
  type Catalogue,
  events as publishedEvents,
  type SampleOverrides,
} from '@kolvera/event-schema';
import { Hono, type MiddlewareHandler } from 'hono';
import { controlOperations } from './api/control-operations.ts';
import { deliveryOperations } from './api/delivery-operations.ts';
import { contractedOperations, type Kolvera } from './api/operation.ts';
import { serveOperations } from './api/serve-operations.ts';
import { webhookOperations } from './api/webhook-operations.ts';
import { workspaceOperations } from './api/workspace-operations.ts';
import { createChanges } from './changes.ts';
import { type Clock, systemClock } from './clock.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import { createPoster, type EndpointResponse } from './delivery/post.ts';
import { createEmitter, type Fired } from './emitter.ts';
import { deliverForgery, type Forgery } from './forge.ts';
import { pageRoutes } from './page/routes.ts';
import { startServer } from './server.ts';
import { apiKeyStore } from './store/api-keys.ts';
import { openDatabase } from './store/database.ts';
import { type DeliveryFilter, deliveryLog, type SandboxDelivery } from './store/deliveries.ts';
import { eventStore } from './store/events.ts';
import { type Keep, prune } from './store/prune.ts';
import { type SandboxWebhook, webhookStore } from './store/webhooks.ts';
import { openAccount, type Workspace } from './store/workspace.ts';

export interface SandboxOptions {
  /** Default: 0, a free port. */
  readonly port?: number;
  /** The address to listen on; default: 127.0.0.1. */
  readonly host?: string;
  /** The database's file; default: a temporary one that is removed on close. */
  readonly database?: string;
  /** Everything else is pruned once a minute; default: 10,000 deliveries and 30 days. */
  readonly keep?: Keep;
  /** The largest size of the database, in bytes; beyond it, writes fail as on a full disk. */
  readonly maxDatabaseBytes?: number;
  readonly clock?: Clock;
  /** The events that can be fired; default: those that Kolvera has published. */
  readonly catalogue?: Catalogue;
  /** Gives numbers in [0, 1) for the jitter of retries. */
  readonly random?: () => number;
  /** How long an endpoint may take to respond, in milliseconds; default: 10,000. */
  readonly deliveryTimeout?: number;
  /** Runs before every request to the API, as hono's middleware does: lets a test make the API fail. */
  readonly middleware?: MiddlewareHandler<{ Bindings: HttpBindings }>;
}

export interface Sandbox {
  /** The API's base address, `http://127.0.0.1:41234/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The page Settings → Webhooks; it asks for the control key. */
  readonly settingsUrl: string;
  /** The control endpoint's address, `http://127.0.0.1:41234/control`. */
  readonly controlUrl: string;
  /** The key of the control endpoint and the page. */
  readonly controlKey: string;
  readonly workspace: Workspace;

  /**
   * Fires an event to its subscribers. When it resolves, the event is in the database and will be
   * delivered at least once, even if this process is killed.
   * @param overrides replaces parts of the sample: `{ data: { contact: { name: 'Ada' } } }`.
   * @throws UnknownEventError for an event that is not in the catalogue and has no `data`.
   */
  fire(event: string, overrides?: SampleOverrides): Promise<Fired>;
  /** Fires exactly these bytes, signed, to the subscribers of the event. */
  fireBody(
    event: string,
    rawBody: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Fired>;
  /** Sends a forged delivery, once. @throws Error if there is no response. */
  deliverForged(forgery: Forgery): Promise<EndpointResponse>;
  /**
   * Sends a delivery's event again, the same bytes, to the same webhook.
   * @returns the new delivery's ID.
   * @throws RangeError `not_found` if there is no such delivery, or its webhook was deleted.
   */
  redeliver(deliveryId: string): string;
  /** Oldest first. */
  deliveries(filter?: DeliveryFilter): readonly SandboxDelivery[];
  /**
   * Removes finished deliveries. Pending ones stay.
   * @param keep the exceptions, `{ deliveries: 1000 }` or `{ days: 7 }`; default: none.
   * @returns how many deliveries were removed.
   * @throws DatabaseError
   */
  prune(keep?: Keep): number;
  /** Resolves when nothing is due or in flight; it does not wait for later retries. */
  settled(): Promise<void>;

  /** Newest first, with their secrets. */
  webhooks(): readonly SandboxWebhook[];
  webhook(id: string): SandboxWebhook | undefined;
  /** @throws UrlTakenError, DeliveryUrlError */
  addWebhook(webhook: {
    url: string;
    events?: readonly string[];
    description?: string;
  }): SandboxWebhook;
  /** Disables a webhook: its pending deliveries wait, and it gets no new ones. */
  disable(webhookId: string): void;
  /** @returns the new secret. */
  rotateSecret(webhookId: string): string;

  /** Stops. Attempts in flight are cut short; they are repeated when the database is opened again. */
  close(): Promise<void>;
}

const KEEP: Keep = { deliveries: 10_000, days: 30 };
const PRUNE_EVERY = 60_000;

/** Starts a local Kolvera. @throws if the port is in use or the database is open elsewhere. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = systemClock, catalogue = publishedEvents, random = Math.random } = options;
  const { now } = clock;
  const database = openDatabase(options.database, options.maxDatabaseBytes);
  const account = openAccount(database);
  const webhooks = webhookStore(database);
  const events = eventStore(database);
  const deliveries = deliveryLog(database);
  const apiKeys = apiKeyStore(database, account.apiKey);
  const changes = createChanges();
  const poster = createPoster(options.deliveryTimeout ?? 10_000);
  const stores = { database, webhooks, events, deliveries };
  const dispatcher = createDispatcher({ ...stores, clock, poster, random, changes });
  const workspaceId = account.workspace.id;
  const emitter = createEmitter({ ...stores, catalogue, workspaceId, dispatcher, now });
  const { wake } = dispatcher;
  const kolvera: Kolvera = { account, catalogue, webhooks, events, deliveries, emitter, now, wake };
  const forge = (forgery: Forgery) => deliverForgery(poster, forgery);
  const pruneTo = (keep: Keep) => prune(database, keep, now());

  const operations = contractedOperations({
    ...workspaceOperations,
    ...webhookOperations,
    ...deliveryOperations,
  });
  const api = serveOperations(operations, kolvera, {
    keys: () => apiKeys.all().map(({ key }) => key),
    noteUse: (key) => apiKeys.noteUse(key, now()),
    keyName: 'API key',
  });
  const control = serveOperations(controlOperations, kolvera, {
    keys: () => [account.controlKey],
    keyName: 'control key',
  });
  const routes = new Hono<{ Bindings: HttpBindings }>();
  if (options.middleware) routes.use('/v1/*', options.middleware);
  routes
    .route('/v1', api)
    .route('/control', control)
    .route('/settings', pageRoutes({ kolvera, apiKeys, changes, forge, prune: pruneTo }))
    .get('/', (c) => c.redirect('/settings/webhooks'));
  const server = await startServer(routes, options.host ?? '127.0.0.1', options.port ?? 0).catch(
    (error: unknown) => {
      database.close();
      throw error;
    },
  );
  dispatcher.start();
  const pruning = setInterval(() => {
    try {
      pruneTo(options.keep ?? KEEP);
    } catch (error) {
      console.error(error);
    }
  }, PRUNE_EVERY).unref();
  let closing: Promise<void> | undefined;

  return {
    baseUrl: `${server.origin}/v1`,
    apiKey: account.apiKey,
    settingsUrl: `${server.origin}/settings/webhooks`,
    controlUrl: `${server.origin}/control`,
    controlKey: account.controlKey,
    workspace: account.workspace,
    fire: emitter.fire,
    fireBody: (event, rawBody, headers = {}) => emitter.fireBody(event, rawBody, { headers }),
    deliverForged: forge,
    redeliver(id) {
      const delivery = existing(deliveries.find(id), 'delivery', id);
      existing(webhooks.find(delivery.webhook_id), 'webhook', delivery.webhook_id);
      return emitter.redeliver(delivery);
    },
    deliveries: deliveries.list,
    prune: (keep = { deliveries: 0 }) => pruneTo(keep),
    settled: dispatcher.settled,
    webhooks: webhooks.all,
    webhook: webhooks.find,
    addWebhook: ({ url, events = ['*'], description = null }) =>
      webhooks.create({ url, events, description }, now()),
    disable(id) {
      existing(webhooks.change(id, { status: 'disabled' }), 'webhook', id);
    },
    rotateSecret: (id) => existing(webhooks.rotateSecret(id), 'webhook', id),
    close() {
      clearInterval(pruning);
      closing ??= Promise.all([server.close(), dispatcher.close()]).then(database.close);
      return closing;
    },
  };
}

function existing<Value>(value: Value | undefined, what: string, id: string): Value {
  if (value !== undefined) return value;
  throw Object.assign(new RangeError(`There is no ${what} with the ID ${id}.`), {
    code: 'not_found',
  });
}
