/** @module What all triggers do: subscribe, receive, look up recent events. */
import { type Catalogue, identifyEvent, type KolveraEvent } from '@kolvera/event-schema';
import { fingerprint, SIGNATURE_HEADER } from '@kolvera/signature';
import { KolveraApiError, listEvents } from '@kolvera/webhook-api';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { readConnection, requireApiKey } from '../connection.ts';
import { explained } from '../errors.ts';
import { definitionsOf, isWanted, type Wanted } from '../event-types.ts';
import { headerValues } from '../header.ts';
import { secretsOf, turnOff, turnOn } from '../subscription.ts';
import { callKolvera } from '../transport.ts';
import { verifiedEvent } from '../verified-event.ts';

/** How many recent events the editor offers to choose from. */
const RECENT = 3;

/** How many are looked through for a choice of several types, which the API cannot filter by. */
const SEARCHED = 100;

/** Statuses with which an API without a list of events answers. */
const NO_LIST = [404, 405, 410, 501];

export interface Hook {
  readonly title: string;
  readonly catalogue: Catalogue;
  /** Which events this Zap wants. */
  wanted(bundle: Bundle): Wanted;
}

/** The four methods of a REST hook trigger. */
export function hookMethods({ title, catalogue, wanted }: Hook) {
  return {
    performSubscribe: (z: ZObject, bundle: Bundle) =>
      explained(z, () => turnOn(z, bundle, wanted(bundle), title)),
    performUnsubscribe: (z: ZObject, bundle: Bundle) => explained(z, () => turnOff(z, bundle)),
    perform: (z: ZObject, bundle: Bundle) =>
      explained(z, async () => {
        const event = received(bundle);
        return isWanted(wanted(bundle), event.event) ? [event] : [];
      }),
    performList: (z: ZObject, bundle: Bundle) =>
      explained(z, async () => {
        const events = await recent(z, bundle, wanted(bundle));
        if (events.length > 0) return events;
        return definitionsOf(catalogue, wanted(bundle)).map(({ sample }) => ({ ...sample }));
      }),
  };
}

/** Whoever knows the address can send requests without a body or headers: they halt, like forgeries. */
function received(bundle: Bundle): KolveraEvent {
  const { content, headers } = bundle.rawRequest ?? {};
  return verifiedEvent(content, headerValues(headers ?? {}, SIGNATURE_HEADER), secretsOf(bundle));
}

/** The latest wanted events, in the form in which `perform` gives them. */
async function recent(z: ZObject, bundle: Bundle, wanted: Wanted): Promise<KolveraEvent[]> {
  const apiKey = requireApiKey(readConnection(bundle));
  const request =
    wanted === null
      ? listEvents({ limit: RECENT })
      : wanted.length === 1
        ? listEvents({ event: wanted[0], limit: RECENT })
        : listEvents({ limit: SEARCHED });
  const { data } = await callKolvera(z, apiKey, request).catch((error: unknown) => {
    if (error instanceof KolveraApiError && NO_LIST.includes(error.status ?? 0)) {
      return { data: [] };
    }
    throw error;
  });
  return data
    .filter(({ event }) => isWanted(wanted, event))
    .slice(0, RECENT)
    .map((event) => identifyEvent(event, () => fingerprint(JSON.stringify(event))));
}
