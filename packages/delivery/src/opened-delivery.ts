/** @module What goes into opening a delivery and what comes out, whatever does the cryptography. */
import {
  EventParseError,
  type EventParseErrorCode,
  type KolveraEvent,
  type ParsedEvent,
  parseEvent,
} from '@kolvera/event-schema';
import type { Body, Secrets, SignatureFailure, SignatureHeader } from '@kolvera/signature';
import { isWanted, type Wanted } from './wanted.ts';

export interface Delivery {
  /** The raw body, exactly as it arrived. Count its bytes before: nothing here limits them. */
  readonly body: Body;
  /** The value of the header `SIGNATURE_HEADER` of `@kolvera/signature`. */
  readonly signature: SignatureHeader;
  /** Any one of them may have signed it. Null when the owner has switched verification off. */
  readonly secrets: Secrets | null;
  /** Every event unless given. */
  readonly wanted?: Wanted;
}

/**
 * A delivery, opened:
 *
 * - `event`: signed by Kolvera, read, and wanted. Its id is filled in: the fingerprint of the body
 *   where Kolvera sent none.
 * - `unwanted`: the same, but not among the wanted ones.
 * - `unverified`: nothing shows that Kolvera sent it. The code is for the owner; answer the sender
 *   the same whichever it is.
 * - `unreadable`: signed, but no event.
 */
export type OpenedDelivery =
  | { readonly outcome: 'event'; readonly event: KolveraEvent }
  | { readonly outcome: 'unwanted'; readonly event: KolveraEvent }
  | { readonly outcome: 'unverified'; readonly code: SignatureFailure }
  | { readonly outcome: 'unreadable'; readonly code: EventParseErrorCode };

/** The event in a body, or the code that says why there is none. */
export function read(body: Body): ParsedEvent | EventParseErrorCode {
  try {
    return parseEvent(body);
  } catch (error) {
    if (error instanceof EventParseError) return error.code;
    throw error;
  }
}

/** The event, sorted by whether it is wanted. */
export function sort(event: KolveraEvent, wanted: Wanted | undefined): OpenedDelivery {
  return wanted === undefined || isWanted(event, wanted)
    ? { outcome: 'event', event }
    : { outcome: 'unwanted', event };
}
