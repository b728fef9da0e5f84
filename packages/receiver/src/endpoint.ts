/** @module What a receiver and an inbox have in common: requests come in, and are opened and answered. */
import { openDelivery } from '@kolvera/delivery';
import type { KolveraEvent } from '@kolvera/event-schema';
import { assertUsableSecrets, headerFailure, SIGNATURE_HEADER } from '@kolvera/signature';
import type { ReceiverResponse } from './answer.ts';
import { type ErrorListeners, inform } from './error-listeners.ts';
import { answerTo, type Outcome } from './outcome.ts';
import type { ReceiverErrorCode } from './refusal.ts';
import { bodySize, header, mayBeJson, type ReceiverRequest, type RequestHead } from './request.ts';
import { assertPositive, ReceiverSetupError } from './setup-error.ts';
import type { Awaitable } from './stores/delivery-store.ts';

export type EndpointOptions = {
  /** The largest body that is accepted, in bytes. 1,000,000 unless set. */
  readonly maxBytes?: number;
  /**
   * Refuses events that were created longer than this many seconds ago, against replays. Off unless
   * set, because Kolvera's retries may come days late, and would be refused too.
   */
  readonly maxAge?: number;
} & (
  | {
      /** The webhook's secret, as Kolvera shows it. */
      readonly secret: string | undefined;
      readonly secrets?: never;
    }
  | {
      /** The new and the old secret, while a rotation is under way; up to five. */
      readonly secrets: readonly string[];
      readonly secret?: never;
    }
);

/** What adapters need; receivers and inboxes are endpoints. */
export interface Endpoint {
  /**
   * Handles one delivery. Whatever a sender or a handler does, it is answered; nothing is thrown.
   * Events without a handler are answered 200 and ignored.
   *
   * @returns 200 `{"status": "handled" | "stored" | "repeated" | "ignored"}`, else `{"code", "message"}`.
   */
  receive(request: ReceiverRequest): Promise<ReceiverResponse>;
  /** For adapters: as `receive`, with a promise only where something was waited for. */
  answer(request: ReceiverRequest): Awaitable<ReceiverResponse>;
  /**
   * For adapters: what can be refused before its body is read, so that nobody fills the memory with
   * bodies that are not signed. Tells `onError`.
   *
   * @returns the answer, or undefined when the body should be read.
   */
  screen(head: RequestHead): ReceiverResponse | undefined;
  /** For adapters: the answer to a request whose body they could not get. Tells `onError`. */
  refuse(code: ReceiverErrorCode): ReceiverResponse;
  /** For adapters: stop reading a body beyond this many bytes. */
  readonly maxBytes: number;
}

/** One delivery, as `onDelivery` is told of it. */
export interface DeliveryReport {
  readonly outcome: Outcome;
  /** The status that was answered. */
  readonly status: number;
  /** The event's name and id, once the delivery was verified and read. */
  readonly event: string | undefined;
  readonly eventId: string | undefined;
  /** From the whole body to the answer. */
  readonly milliseconds: number;
}

export type DeliveryListener = (report: DeliveryReport) => unknown;

/** Does the work for an event that was opened. Never rejects. */
export type Accept = (event: KolveraEvent, request: ReceiverRequest) => Awaitable<Outcome>;

/**
 * @throws SignatureError for a secret with which nothing could be verified.
 * @throws ReceiverSetupError `two_secrets` or `invalid_option`.
 */
export function createEndpoint(
  options: EndpointOptions,
  errorListeners: ErrorListeners,
  listeners: readonly DeliveryListener[],
  accept: Accept,
): Endpoint {
  // Secrets stay in this closure: no property holds them, so nothing that prints a receiver does.
  const secrets = usableSecrets(options);
  const { maxBytes = 1_000_000, maxAge } = options;
  assertPositive('maxBytes', maxBytes);
  if (maxAge !== undefined) assertPositive('maxAge', maxAge);

  return {
    maxBytes,
    receive: (request) => Promise.resolve(answer(request)),
    answer,
    screen(head) {
      const code = headFailure(head, maxBytes);
      return code === undefined ? undefined : refuse(code);
    },
    refuse,
  };

  function answer(request: ReceiverRequest): Awaitable<ReceiverResponse> {
    if (listeners.length > 0) return observed(request);
    const outcome = handle(request);
    return typeof outcome === 'string' ? answerTo(outcome) : outcome.then(answerTo);
  }

  function refuse(code: ReceiverErrorCode): ReceiverResponse {
    errorListeners.tell(code);
    const response = answerTo(code);
    report({ outcome: code, status: response.status, milliseconds: 0 });
    return response;
  }

  function handle(
    request: ReceiverRequest,
    seen?: (event: KolveraEvent) => void,
  ): Awaitable<Outcome> {
    const opened = open(request);
    if (typeof opened === 'string') {
      errorListeners.tell(opened);
      return opened;
    }
    seen?.(opened);
    return accept(opened, request);
  }

  async function observed(request: ReceiverRequest): Promise<ReceiverResponse> {
    const start = performance.now();
    let event: KolveraEvent | undefined;
    const outcome = await handle(request, (opened) => {
      event = opened;
    });
    const response = answerTo(outcome);
    const { status } = response;
    report({ outcome, status, milliseconds: performance.now() - start }, event);
    return response;
  }

  function report(
    result: Pick<DeliveryReport, 'outcome' | 'status' | 'milliseconds'>,
    event?: KolveraEvent,
  ): void {
    const told = { ...result, event: event?.event, eventId: event?.id };
    for (const listener of listeners) inform(listener, told);
  }

  /** Counts, verifies, then parses. @returns the event, or why there is none. */
  function open({ method, headers, body }: ReceiverRequest): KolveraEvent | ReceiverErrorCode {
    if (method !== 'POST') return 'method_not_allowed';
    if (!mayBeJson(header(headers, 'content-type'))) return 'unsupported_media_type';
    const size = bodySize(body);
    if (size === undefined) return 'body_already_parsed';
    if (size > maxBytes) return 'body_too_large';
    const signature = header(headers, SIGNATURE_HEADER);
    const opened = openDelivery({ body, signature, secrets });
    if (opened.outcome === 'unverified' || opened.outcome === 'unreadable') return opened.code;
    return (maxAge === undefined ? undefined : ageFailure(opened.event, maxAge)) ?? opened.event;
  }
}

function headFailure(
  { method, headers }: RequestHead,
  maxBytes: number,
): ReceiverErrorCode | undefined {
  if (method !== 'POST') return 'method_not_allowed';
  if (!mayBeJson(header(headers, 'content-type'))) return 'unsupported_media_type';
  if (Number(header(headers, 'content-length')) > maxBytes) return 'body_too_large';
  return headerFailure(header(headers, SIGNATURE_HEADER));
}

function usableSecrets(options: EndpointOptions): string | readonly string[] {
  if (options.secret !== undefined && options.secrets !== undefined) {
    throw new ReceiverSetupError(
      'two_secrets',
      'Give either secret, or secrets with all of them while a rotation is under way.',
    );
  }
  if (options.secrets !== undefined && !Array.isArray(options.secrets)) {
    throw new ReceiverSetupError(
      'invalid_option',
      'secrets must be a list of secrets. Use secret for a single one.',
    );
  }
  // A copy, so that nothing done to the list afterwards leaves the receiver without a secret.
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
