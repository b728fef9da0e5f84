/** @module Opening a delivery: verified, parsed, identified, wanted or not. */
import {
  EventParseError,
  type EventParseErrorCode,
  identifyEvent,
  type KolveraEvent,
  type ParsedEvent,
  parseEvent,
} from '@kolvera/event-schema';
import {
  type Body,
  check,
  fingerprint,
  type Secrets,
  type SignatureFailure,
  type SignatureHeader,
} from '@kolvera/signature';
import { isWanted, type Wanted } from './wanted.ts';

export interface Delivery {
  /** The raw body, exactly as it arrived. Limit its size yourself. */
  readonly body: Body;
  /** The value of the header `SIGNATURE_HEADER` of `@kolvera/signature`. */
  readonly signature: SignatureHeader;
  /** Any one of them may have signed it. Null when the owner has switched verification off. */
  readonly secrets: Secrets | null;
  /** Default: every event. */
  readonly wanted?: Wanted;
}

/**
 * - `event`: signed by Kolvera, parsed, and wanted. Its id is the body's fingerprint where Kolvera
 *   sent none.
 * - `unwanted`: the same, but not among the wanted ones.
 * - `unverified`: nothing shows that Kolvera sent it. The code is for the owner; respond to the
 *   sender the same way whichever it is.
 * - `unreadable`: signed, but not an event.
 */
export type OpenedDelivery =
  | { readonly outcome: 'event' | 'unwanted'; readonly event: KolveraEvent }
  | { readonly outcome: 'unverified'; readonly code: SignatureFailure }
  | { readonly outcome: 'unreadable'; readonly code: EventParseErrorCode };

/**
 * Verifies a delivery's signature, parses its event, fills in a missing id, and says whether the
 * event is wanted. Nothing in a header or body throws.
 *
 * @throws SignatureError for the owner's mistakes: `missing_secret`, `unusable_secret`,
 * `secret_has_whitespace`, `too_many_secrets`, `body_already_parsed`.
 */
export function openDelivery({ body, signature, secrets, wanted }: Delivery): OpenedDelivery {
  if (secrets !== null) {
    const result = check(body, signature, secrets);
    if (!result.ok) return { outcome: 'unverified', code: result.code };
  }
  let parsed: ParsedEvent;
  try {
    parsed = parseEvent(body);
  } catch (error) {
    if (error instanceof EventParseError) return { outcome: 'unreadable', code: error.code };
    throw error;
  }
  const event = identifyEvent(parsed, () => fingerprint(body));
  const unwanted = wanted !== undefined && !isWanted(event, wanted);
  return { outcome: unwanted ? 'unwanted' : 'event', event };
}
