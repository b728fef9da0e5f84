/** @module What a receiver and an inbox have in common: requests arrive, are opened, and get a response. */
import { headerReader, openDelivery, signatureIn } from '@kolvera/delivery';
import { isUnnamed, type KolveraEvent } from '@kolvera/event-schema';
import { assertUsableSecrets, headerFailure } from '@kolvera/signature';
import { notify } from './error-listeners.ts';
import type { Registry } from './handler-methods.ts';
import type { ReceiverErrorCode } from './refusal.ts';
import { bodySize, mayBeJson, type ReceiverRequest, type RequestHead } from './request.ts';
import { type Outcome, type ReceiverResponse, responseTo } from './response.ts';
import { assertPositive, ReceiverSetupError } from './setup-error.ts';
import type { Awaitable } from './stores/delivery-store.ts';

export type RequestReceiverOptions = {
  /** The largest body that is accepted, in bytes. Default: 1,000,000. */
  readonly maxBytes?: number;
  /**
   * Rejects events that were created more than this many seconds ago, against replays. Default: no
   * limit, because Kolvera's retries may come days late, and would be rejected too.
   */
  readonly maxAge?: number;
} & (
  | {
      /** The webhook's secret, as Kolvera shows it. */
      readonly secret: string | undefined;
      readonly secrets?: never;
    }
  | {
      /** The new and the old secret, during a rotation; up to five. */
      readonly secrets: readonly string[];
      readonly secret?: never;
    }
);

/** What adapters need: a receiver or an inbox. */
export interface RequestReceiver {
  /**
   * Handles one delivery. Whatever a sender or a handler does, there is a response; it never throws.
   * Events without a handler are answered 200 and ignored.
   *
   * @returns 200 `{"status": "handled" | "stored" | "repeated" | "ignored"}`, else `{"code", "message"}`.
   */
  receive(request: ReceiverRequest): Promise<ReceiverResponse>;
  /**
   * For adapters: rejects what can be rejected before its body is read, so that unsigned bodies cannot
   * fill the memory. Notifies `onError`.
   *
   * @returns the response, or undefined when the body should be read.
   */
  screen(head: RequestHead): ReceiverResponse | undefined;
  /** For adapters: the response to a request whose body they could not get. Notifies `onError`. */
  refuse(code: ReceiverErrorCode): ReceiverResponse;
  /** For adapters: stop reading a body beyond this many bytes. */
  readonly maxBytes: number;
}

/** One delivery, as `onDelivery` gets it. */
export interface DeliveryReport {
  readonly outcome: Outcome;
  /** The status of the response. */
  readonly status: number;
  /** The event's name and id, once the delivery was verified and parsed; of several, each. */
  readonly event: string | undefined;
  readonly eventId: string | undefined;
  /** From the whole body to the response. */
  readonly milliseconds: number;
}

export type DeliveryListener = (report: DeliveryReport) => unknown;

/** Does the work for an event. Never rejects. @param position of the event in its delivery. */
export type Accept = (
  event: KolveraEvent,
  request: ReceiverRequest,
  position: number,
) => Awaitable<Outcome>;

/**
 * @throws SignatureError for a secret that could never verify anything.
 * @throws ReceiverSetupError `two_secrets` or `invalid_option`.
 */
export function createRequestReceiver(
  options: RequestReceiverOptions,
  { errorListeners, deliveryListeners }: Registry,
  accept: Accept,
): RequestReceiver {
  // Secrets stay in this closure: no property holds them, so printing a receiver does not reveal them.
  const secrets = usableSecrets(options);
  const { maxBytes = 1_000_000, maxAge } = options;
  assertPositive('maxBytes', maxBytes);
  if (maxAge !== undefined) assertPositive('maxAge', maxAge);

  return {
    maxBytes,
    async receive(request) {
      // Read only for a listener: it costs 1 % of a delivery.
      const start = deliveryListeners.length > 0 ? performance.now() : Number.NaN;
      const opened = open(request);
      if (typeof opened === 'string') return refuse(opened, start);
      if (opened.some(isUnnamed)) {
        errorListeners.tell('no_event_name', { eventId: String(opened[0]?.id) });
      }
      let outcome: Outcome = 'ignored';
      let position = 0;
      for (const event of opened) {
        const accepted = accept(event, request, position++);
        outcome = together(outcome, typeof accepted === 'string' ? accepted : await accepted);
      }
      return respond(outcome, start, opened);
    },
    screen(head) {
      const code = headFailure(head, maxBytes);
      return code === undefined ? undefined : refuse(code);
    },
    refuse: (code) => refuse(code),
  };

  function refuse(code: ReceiverErrorCode, start = performance.now()): ReceiverResponse {
    errorListeners.tell(code);
    return respond(code, start);
  }

  function respond(
    outcome: Outcome,
    start: number,
    events: readonly KolveraEvent[] = [],
  ): ReceiverResponse {
    const response = responseTo(outcome);
    const { status } = response;
    for (const listener of deliveryListeners) {
      const milliseconds = performance.now() - start;
      const event = events.map(({ event: name }) => name).join(', ') || undefined;
      const eventId = events.map(({ id }) => id).join(', ') || undefined;
      notify(listener, { outcome, status, event, eventId, milliseconds });
    }
    return response;
  }

  /** Counts, verifies, then parses. @returns the events, or why there are none. */
  function open({
    method,
    headers,
    body,
  }: ReceiverRequest): readonly KolveraEvent[] | ReceiverErrorCode {
    if (method !== 'POST') return 'method_not_allowed';
    if (!mayBeJson(headerReader(headers)('content-type'))) return 'unsupported_media_type';
    const size = bodySize(body);
    if (size === undefined) return 'body_already_parsed';
    if (size > maxBytes) return 'body_too_large';
    const opened = openDelivery({ headers, body, secrets });
    if (opened.outcome === 'unverified' || opened.outcome === 'unreadable') return opened.code;
    const { events } = opened;
    if (maxAge === undefined) return events;
    return events.map((event) => ageFailure(event, maxAge)).find((code) => code) ?? events;
  }
}

/** Any other outcome is a failure, and counts before all of these. */
const LEAST_FIRST: readonly Outcome[] = ['ignored', 'repeated', 'stored', 'handled'];

/** The outcome of a delivery: what failed first, since it has to be sent again; else what was done. */
function together(outcome: Outcome, next: Outcome): Outcome {
  return rank(next) > rank(outcome) ? next : outcome;
}

function rank(outcome: Outcome): number {
  const found = LEAST_FIRST.indexOf(outcome);
  return found === -1 ? LEAST_FIRST.length : found;
}

function headFailure(
  { method, headers }: RequestHead,
  maxBytes: number,
): ReceiverErrorCode | undefined {
  if (method !== 'POST') return 'method_not_allowed';
  const header = headerReader(headers);
  if (!mayBeJson(header('content-type'))) return 'unsupported_media_type';
  if (Number(header('content-length')) > maxBytes) return 'body_too_large';
  return headerFailure(signatureIn(header));
}

function usableSecrets(options: RequestReceiverOptions): string | readonly string[] {
  if (options.secret !== undefined && options.secrets !== undefined) {
    throw new ReceiverSetupError(
      'two_secrets',
      'Set either secret, or secrets with all of them during a rotation.',
    );
  }
  if (options.secrets !== undefined && !Array.isArray(options.secrets)) {
    throw new ReceiverSetupError(
      'invalid_option',
      'secrets must be an array of secrets. Use secret for a single one.',
    );
  }
  // A copy, so that later changes to the array cannot leave the receiver without a secret.
  const secrets = options.secrets === undefined ? options.secret : [...options.secrets];
  assertUsableSecrets(secrets);
  return secrets;
}

function ageFailure(
  { created_at }: KolveraEvent,
  maxAge: number,
): 'missing_timestamp' | 'too_old' | undefined {
  const created = Date.parse(created_at ?? '');
  if (Number.isNaN(created)) return 'missing_timestamp';
  return Date.now() - created > maxAge * 1000 ? 'too_old' : undefined;
}
