/** @module One way in: from the headers and the body of a delivery to its verified events. */
import {
  EventParseError,
  type EventParseErrorCode,
  identifyEvents,
  type KolveraEvent,
  parseEvents,
} from '@kolvera/event-schema';
import {
  type Body,
  check,
  fingerprint,
  type Secrets,
  type SignatureFailure,
} from '@kolvera/signature';
import { type DeliveryHeaders, headerReader, signatureIn } from './headers.ts';
import { isWanted, type Wanted } from './wanted.ts';

/** One HTTP request from Kolvera. */
export interface Delivery {
  readonly headers: DeliveryHeaders;
  /** The raw body, exactly as it arrived. Count its bytes first: nothing here limits them. */
  readonly body: Body;
}

export interface OpenOptions extends Delivery {
  /** Any of them may have signed it. Null when the owner has switched verification off. */
  readonly secrets: Secrets | null;
  /** Default: every event. */
  readonly wanted?: Wanted | undefined;
  /**
   * The only event type that this webhook is subscribed to at Kolvera (not a filter of your own). An
   * event whose name cannot be read is then taken as that type, if it has a field of its record.
   */
  readonly subscribedTo?: string | undefined;
}

/**
 * A delivery, opened. It holds one event as a rule, and may hold several.
 *
 * - `event`: signed by Kolvera, with events that are wanted; only these are in `events`. Each has an
 *   id: where Kolvera sent none, the fingerprint of the body. One that tells no name is `unknown`.
 * - `unwanted`: signed, and none of its events is wanted. A delivery without events is one.
 * - `unverified`: nothing shows that Kolvera sent it. The code is for the owner; every sender gets
 *   the same response.
 * - `unreadable`: signed, but not JSON, or nested too deep.
 */
export type OpenedDelivery =
  | { readonly outcome: 'event' | 'unwanted'; readonly events: readonly KolveraEvent[] }
  | {
      readonly outcome: 'unverified';
      readonly code: SignatureFailure;
      readonly events: readonly [];
    }
  | {
      readonly outcome: 'unreadable';
      readonly code: EventParseErrorCode;
      readonly events: readonly [];
    };

/**
 * Opens a delivery: verifies its signature, reads its events, fills in missing ids, and picks those
 * that are wanted. Nothing that a sender can put into headers or body throws.
 *
 * @throws SignatureError for mistakes of the owner: `missing_secret`, `unusable_secret`,
 * `secret_has_whitespace`, `too_many_secrets`, `body_already_parsed`.
 */
export function openDelivery(options: OpenOptions): OpenedDelivery {
  const { headers, body, secrets, wanted, subscribedTo } = options;
  const header = headerReader(headers);
  if (secrets !== null) {
    const result = check(body, signatureIn(header), secrets);
    if (!result.ok) return { outcome: 'unverified', code: result.code, events: [] };
  }
  try {
    const parsed = parseEvents(body, { header: (name) => one(header(name)), subscribedTo });
    return pick(
      identifyEvents(parsed, () => fingerprint(body)),
      wanted,
    );
  } catch (error) {
    if (!(error instanceof EventParseError)) throw error;
    return { outcome: 'unreadable', code: error.code, events: [] };
  }
}

function pick(events: readonly KolveraEvent[], wanted: Wanted | undefined): OpenedDelivery {
  const picked = wanted === undefined ? events : events.filter((event) => isWanted(event, wanted));
  return picked.length > 0 ? { outcome: 'event', events: picked } : { outcome: 'unwanted', events };
}

/** The first of several: a header that names an event twice names the same one. */
function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
