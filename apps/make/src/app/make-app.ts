/** @module The whole Make app, derived from the catalogue. */
import { type Catalogue, events } from '@kolvera/event-schema';
import { DEFAULT_BASE_URL } from '@kolvera/webhook-api';
import type { Group, MakeApp } from '../definition/make-app.ts';
import { API_CALL, apiCall } from './api-call.ts';
import { CONNECTION, connection } from './connection.ts';
import { errors } from './errors.ts';
import { EVENT_TYPES, eventTypesRpc } from './event-types-rpc.ts';
import { authorization, secretPaths } from './kolvera-request.ts';
import { READ_EVENT, readEvent, WEBHOOK_SECRET, webhookSecret } from './read-event.ts';
import { readme } from './readme.ts';
import { type Watch, watches } from './watch.ts';

/** The time that a module's request may take, in milliseconds. */
const TIMEOUT = 20_000;

export function makeApp(catalogue: Catalogue = events): MakeApp {
  const watching = watches(catalogue);
  return {
    base: {
      baseUrl: DEFAULT_BASE_URL,
      headers: authorization('connection'),
      timeout: TIMEOUT,
      response: { error: errors },
      log: { sanitize: secretPaths },
    },
    groups: groupsOf(watching),
    readme: readme(catalogue),
    connections: { [CONNECTION]: connection(), [WEBHOOK_SECRET]: webhookSecret },
    webhooks: Object.fromEntries(watching.map(({ webhookId, webhook }) => [webhookId, webhook])),
    rpcs: { [EVENT_TYPES]: eventTypesRpc(catalogue) },
    modules: {
      ...Object.fromEntries(watching.map(({ moduleId, module }) => [moduleId, module])),
      [READ_EVENT]: readEvent(catalogue),
      [API_CALL]: apiCall,
    },
  };
}

/** Make's reviewers ask for groups once there are more than ten modules. */
function groupsOf(watching: readonly Watch[]): readonly Group[] {
  if (watching.length < 9) return [];
  const modules = watching.map(({ moduleId }) => moduleId);
  return [
    { label: 'Events', modules },
    { label: 'Other', modules: [READ_EVENT, API_CALL] },
  ];
}
