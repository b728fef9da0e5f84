/** @module A local Kolvera: its webhook API over HTTP, and deliveries to those who subscribed. */
import type { HttpBindings } from '@hono/node-server';
import {
  type Catalogue,
  events as publishedEvents,
  type SampleOverrides,
} from '@kolvera/event-schema';
import { Hono } from 'hono';
import { controlOperations } from './api/control-operations.ts';
import { deliveryOperations } from './api/delivery-operations.ts';
import { type Faults, plantedFaults } from './api/faults.ts';
import { contractedOperations, type Kolvera } from './api/operation.ts';
import { requestLog, type SeenRequest } from './api/request-log.ts';
import { serveOperations } from './api/serve-operations.ts';
import { webhookOperations } from './api/webhook-operations.ts';
import { workspaceOperations } from './api/workspace-operations.ts';
import { createChanges } from './changes.ts';
import { type Clock, systemClock } from './clock.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import { type Answer, createPoster } from './delivery/post.ts';
import { type DialectName, dialects } from './dialects.ts';
import { createEmitter, type Fired } from './emitter.ts';
import { deliverForgery, type Forgery } from './forge.ts';
import { pageRoutes } from './page/routes.ts';
import { startServer } from './server.ts';
import { apiKeyStore } from './store/api-keys.ts';
import { openDatabase } from './store/database.ts';
import { type DeliveryFilter, deliveryStore, type SandboxDelivery } from './store/deliveries.ts';
import { deliveryLog } from './store/delivery-log.ts';
import { eventStore } from './store/events.ts';
import { createPruner, type Keep } from './store/prune.ts';
import { type NewWebhook, type SandboxWebhook, webhookStore } from './store/webhooks.ts';
import { openAccount, type Workspace } from './store/workspace.ts';

export interface SandboxOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** The address to listen on; loopback unless told otherwise. */
  readonly host?: string;
  /** The database's file. Without it, a temporary one that is removed on closing. */
  readonly database?: string;
  /** What is pruned once a minute: all but the newest 100,000 deliveries, and what is 30 days old. */
  readonly keep?: Keep;
  /** The largest size of the database, in bytes; beyond it, it is as on a full disk. */
  readonly maxDatabaseBytes?: number;
  readonly clock?: Clock;
  /** The events that there are. */
  readonly catalogue?: Catalogue;
  /** How events are written; as the catalogue has them unless set. Bodies of your own stay exact. */
  readonly dialect?: DialectName;
  /** Gives numbers in [0, 1) for the jitter of retries. */
  readonly random?: () => number;
  /** How long an endpoint may take to answer, in milliseconds. */
  readonly deliveryTimeout?: number;
}

export interface Sandbox {
  /** The API's base address, `http://127.0.0.1:41234/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The page Settings → Webhooks; it asks for the control key. */
  readonly settingsUrl: string;
  /** The control endpoint's address, `http://127.0.0.1:41234/control`. */
  readonly controlUrl: string;
  /** The key of the control endpoint. */
  readonly controlKey: string;
  readonly workspace: Workspace;

  /**
   * Fires an event to its subscribers. When it resolves, the event is in the database and will be
   * delivered at least once, whatever happens to this process.
   * @param overrides written over the sample: `{ data: { contact: { name: 'Ada' } } }`.
   * @throws UnknownEventError for an event that the catalogue lacks, unless it brings its `data`.
   */
  fire(event: string, overrides?: SampleOverrides): Promise<Fired>;
  /** Fires exactly these bytes, signed, to the subscribers of the event. */
  fireBody(event: string, rawBody: string | Uint8Array): Promise<Fired>;
  /** Sends a hostile delivery, once. @throws Error when there is no answer. */
  deliverForged(forgery: Forgery): Promise<Answer>;
  /**
   * Sends a delivery's event again, the same bytes, to the same webhook.
   * @returns the new delivery's id.
   * @throws RangeError `not_found` when there is no such delivery, or its webhook was removed.
   */
  redeliver(deliveryId: string): string;
  /** In the order in which they came to be owed. */
  deliveries(filter?: DeliveryFilter): readonly SandboxDelivery[];
  /**
   * Removes what was delivered or abandoned, except what is to be kept; what is owed stays.
   * @param what to keep, `{ deliveries: 1000 }` or `{ days: 7 }`; nothing by default.
   * @returns how many deliveries were removed.
   * @throws DatabaseError
   */
  prune(keep?: Keep): Promise<number>;
  /** Resolves when nothing is due or in flight; retries that lie ahead are not waited for. */
  settled(): Promise<void>;

  /** Newest first, secrets included. */
  webhooks(): readonly SandboxWebhook[];
  webhook(id: string): SandboxWebhook | undefined;
  /** Makes a webhook as somebody else would. @throws UrlTakenError, DeliveryUrlError */
  addWebhook(webhook: {
    url: string;
    events?: readonly string[];
    description?: string;
  }): SandboxWebhook;
  /** Disables a webhook: what it is owed waits, and nothing new is owed to it. */
  disable(webhookId: string): void;
  /** @returns the new secret. */
  rotateSecret(webhookId: string): string;
  /** Every secret that a webhook has or had, for tests that look for leaks. */
  secretsEverIssued(): readonly string[];

  /** Faults of the API. */
  readonly faults: Faults;
  /** The API requests that were seen, oldest first; the last thousand. */
  requests(): readonly SeenRequest[];
  /** Stops. What is in flight is cut short; what is owed is sent when the database is opened again. */
  close(): Promise<void>;
}

const KEEP: Keep = { deliveries: 100_000, days: 30 };
const PRUNE_EVERY = 60_000;

/** Starts a local Kolvera. @throws when the port is taken or the database is open elsewhere. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = systemClock, catalogue = publishedEvents, random = Math.random } = options;
  const database = openDatabase(options.database, options.maxDatabaseBytes);
  const account = openAccount(database);
  const webhooks = webhookStore(database);
  const events = eventStore(database);
  const deliveries = deliveryStore(database);
  const log = deliveryLog(database);
  const apiKeys = apiKeyStore(database, account.apiKey);
  const changes = createChanges();
  const poster = createPoster(options.deliveryTimeout ?? 10_000);
  const dispatcher = createDispatcher({
    clock,
    database,
    deliveries,
    events,
    webhooks,
    poster,
    random,
    changes,
  });
  const { now } = clock;
  const { wake } = dispatcher;
  const workspaceId = account.workspace.id;
  const emitter = createEmitter({
    catalogue,
    dialect: options.dialect && dialects[options.dialect],
    workspaceId,
    database,
    webhooks,
    events,
    deliveries,
    dispatcher,
    now,
  });
  const kolvera: Kolvera = { account, catalogue, webhooks, events, deliveries, emitter, now, wake };

  const faults = plantedFaults();
  const seen = requestLog();
  const operations = contractedOperations({
    ...workspaceOperations,
    ...webhookOperations,
    ...deliveryOperations,
  });
  const api = serveOperations(operations, kolvera, {
    keys: apiKeys.keys,
    noteUse: (key) => apiKeys.noteUse(key, now()),
    keyName: 'API key',
    faults,
    log: seen,
  });
  const control = serveOperations(controlOperations, kolvera, {
    keys: () => [account.controlKey],
    keyName: 'control key',
    faults,
    log: seen,
  });
  const prune = createPruner(database);
  const forge = (forgery: Forgery) => deliverForgery(poster, forgery);
  const routes = new Hono<{ Bindings: HttpBindings }>()
    .route('/v1', api)
    .route('/control', control)
    .route(
      '/settings',
      pageRoutes({ kolvera, apiKeys, log, changes, forge, prune: (keep) => prune(keep, now()) }),
    )
    .get('/', (c) => c.redirect('/settings/webhooks'));
  const server = await startServer(routes, options.host ?? '127.0.0.1', options.port ?? 0).catch(
    (error: unknown) => {
      database.close();
      throw error;
    },
  );
  dispatcher.start();
  const pruning = setInterval(() => {
    prune(options.keep ?? KEEP, now()).catch(console.error);
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
    fireBody: emitter.fireBody,
    deliverForged: forge,
    redeliver(id) {
      const delivery = existing(deliveries.find(id), 'delivery', id);
      existing(webhooks.find(delivery.webhook_id), 'webhook', delivery.webhook_id);
      return emitter.redeliver(delivery).id;
    },
    deliveries: (filter) => deliveries.list(filter),
    prune: (keep = { deliveries: 0 }) => prune(keep, now()),
    settled: dispatcher.settled,
    webhooks: webhooks.all,
    webhook: webhooks.find,
    addWebhook({ url, events = ['*'], description }) {
      const webhook: NewWebhook = { url, events, description: description ?? null };
      return webhooks.create(webhook, now());
    },
    disable(id) {
      existing(webhooks.change(id, { status: 'disabled' }), 'webhook', id);
    },
    rotateSecret: (id) => existing(webhooks.rotateSecret(id), 'webhook', id),
    secretsEverIssued: webhooks.secretsEverIssued,
    faults: { next: faults.next, clear: faults.clear },
    requests: seen.all,
    close() {
      clearInterval(pruning);
      closing ??= Promise.all([server.close(), dispatcher.close()]).then(database.close);
      return closing;
    },
  };
}

function existing<Value>(value: Value | undefined, what: string, id: string): Value {
  if (value !== undefined) return value;
  throw Object.assign(new RangeError(`No ${what} has the ID ${id}.`), { code: 'not_found' });
}
