/** @module What all triggers do: subscribe, receive, look up recent events. */
import { isWanted, type Wanted, webhookSecrets } from '@kolvera/delivery';
import { type Catalogue, identifyEvents, type KolveraEvent } from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { KolveraApiError, listEvents } from '@kolvera/webhook-api';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { readConnection, requireApiKey } from '../connection.ts';
import { explained } from '../errors.ts';
import { receiveEvents } from '../receive-events.ts';
import { readSubscribeData, turnOff, turnOn } from '../subscription.ts';
import { callKolvera } from '../transport.ts';
import { definitionsOf, isNarrowed, onlyType } from '../wanted-events.ts';

/** How many recent events the editor offers to choose from. */
const RECENT = 3;

/** How many are searched for a choice that the API cannot filter by. */
const SEARCHED = 100;

/** Statuses with which an API without a list of events answers. */
const NO_LIST = [404, 405, 410, 501];

export interface Hook {
  readonly title: string;
  readonly catalogue: Catalogue;
  /** Which events the Zap's owner has chosen. */
  wanted(bundle: Bundle): Wanted;
}

/** The four methods of a REST hook trigger. */
export function hookMethods({ title, catalogue, wanted }: Hook) {
  return {
    performSubscribe: (z: ZObject, bundle: Bundle) =>
      explained(z, () => turnOn(z, bundle, wanted(bundle).events, title)),
    performUnsubscribe: (z: ZObject, bundle: Bundle) => explained(z, () => turnOff(z, bundle)),
    perform: (z: ZObject, bundle: Bundle) =>
      explained(z, async () => {
        const { events, areWanted } = received(bundle, wanted(bundle));
        return areWanted ? [...events] : [];
      }),
    performList: (z: ZObject, bundle: Bundle) =>
      explained(z, async () => {
        const events = await recent(z, bundle, wanted(bundle));
        if (events.length > 0) return events;
        return definitionsOf(catalogue, wanted(bundle).events).map(({ sample }) => ({ ...sample }));
      }),
  };
}

/** Anyone who knows the URL can send requests without a body or headers: they halt, like forgeries. */
function received(bundle: Bundle, wanted: Wanted) {
  const { content, headers } = bundle.rawRequest ?? {};
  const secrets = webhookSecrets({
    webhook: readSubscribeData(bundle).secret,
    connection: readConnection(bundle).webhookSecret,
  });
  const subscribedTo = onlyType(wanted);
  return receiveEvents({ body: content, headers }, { secrets, wanted, subscribedTo });
}

/** The latest wanted events, in the form in which `perform` gives them. */
async function recent(z: ZObject, bundle: Bundle, wanted: Wanted): Promise<KolveraEvent[]> {
  const apiKey = requireApiKey(readConnection(bundle));
  const [event, another] = wanted.events;
  const request =
    another !== undefined
      ? listEvents({ limit: SEARCHED })
      : listEvents({ event, limit: isNarrowed(wanted) ? SEARCHED : RECENT });
  const { data } = await callKolvera(z, apiKey, request).catch((error: unknown) => {
    if (error instanceof KolveraApiError && NO_LIST.includes(error.status ?? 0)) {
      return { data: [] };
    }
    throw error;
  });
  return data
    .flatMap((event) => identifyEvents([event], () => fingerprint(JSON.stringify(event))))
    .filter((event) => isWanted(event, wanted))
    .slice(0, RECENT);
}
