/** @module The whole Make app, derived from the catalogue. */
import { type Catalogue, events } from '@kolvera/event-schema';
import type { MakeApp } from '../definition/make-app.ts';
import { apiCall } from './api-call.ts';
import { CONNECTION, connection } from './connection.ts';
import { errors } from './errors.ts';
import { EVENT_TYPES, eventTypesRpc } from './event-types-rpc.ts';
import { authorization, baseAddress, secretPaths } from './kolvera-request.ts';
import { readme } from './readme.ts';
import { watches } from './watch.ts';

/** The time that a module's request may take, in milliseconds. */
const TIMEOUT = 20_000;

export function makeApp(catalogue: Catalogue = events): MakeApp {
  const watching = watches(catalogue);
  return {
    base: {
      baseUrl: baseAddress('connection'),
      headers: authorization('connection'),
      timeout: TIMEOUT,
      response: { error: errors },
      log: { sanitize: secretPaths },
    },
    groups: [],
    readme: readme(catalogue),
    connections: { [CONNECTION]: connection() },
    webhooks: Object.fromEntries(watching.map(({ webhookId, webhook }) => [webhookId, webhook])),
    rpcs: { [EVENT_TYPES]: eventTypesRpc(catalogue) },
    modules: {
      ...Object.fromEntries(watching.map(({ moduleId, module }) => [moduleId, module])),
      makeApiCall: apiCall,
    },
  };
}
