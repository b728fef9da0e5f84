/** @module The receiver: verifies a delivery, reads it, and runs the handlers of its event once. */
import {
  type EventName,
  type EventOf,
  EventParseError,
  identifyEvent,
  type KolveraEvent,
  type ParsedEvent,
  parseEvent,
  type UnknownEvent,
} from '@kolvera/event-schema';
import { assertUsableSecrets, check, fingerprint, SIGNATURE_HEADER } from '@kolvera/signature';
import { answer, type ReceiverResponse } from './answer.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { type Handler, Handlers } from './handlers.ts';
import { createMemoryStore } from './memory-store.ts';
import { once } from './once.ts';
import { type ErrorListener, Owner } from './owner.ts';
import type { ReceiverErrorCode } from './refusal.ts';
import { bodySize, header, mayBeJson, type ReceiverRequest } from './request.ts';
import { assertPositive, ReceiverSetupError } from './setup-error.ts';

export type ReceiverOptions = {
  /** The largest body that is accepted, in bytes. 1,000,000 unless set. */
  readonly maxBytes?: number;
  /**
   * Refuses events that were created longer than this many seconds ago, against replays. Off unless
   * set, because Kolvera's retries may come days late, and would be refused too.
   */
  readonly maxAge?: number;
  /**
   * Remembers deliveries, so that a repeated one is not handled again. Memory of this process unless
   * set; `false` lets every repeat run.
   */
  readonly store?: DeliveryStore | false;
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

export interface Receiver {
  /**
   * Adds a handler for one event, or for each of several.
   *
   * The handlers of a delivery run one after the other in the order in which they were added
   * (`on`, `onAny` and `onUnknown` alike) and share the event object. The first that fails ends
   * the run; Kolvera sends the event again and all of them run again. Deliveries run side by side.
   *
   * @throws ReceiverSetupError `unknown_event`.
   */
  on<Name extends EventName>(
    event: Name | readonly Name[],
    handler: Handler<EventOf<Name>>,
  ): Receiver;
  /** Adds a handler for every event, those of `onUnknown` included. */
  onAny(handler: Handler): Receiver;
  /** Adds a handler for events that Kolvera added after this release. */
  onUnknown(handler: Handler<UnknownEvent>): Receiver;
  /**
   * Adds a listener for everything that went wrong, with the exact code. It is not waited for.
   * Without any, what the owner has to mend goes to console.error.
   */
  onError(listener: ErrorListener): Receiver;
  /**
   * Handles one delivery. Whatever a sender or a handler does, it is answered; nothing is thrown.
   * Events without a handler are answered 200 and ignored.
   *
   * @returns 200 `{"status": "handled" | "repeated" | "ignored"}`, else `{"code", "message"}`.
   */
  receive(request: ReceiverRequest): Promise<ReceiverResponse>;
  /** For adapters: the answer to a request whose body they could not get. Tells `onError`. */
  refuse(code: ReceiverErrorCode): ReceiverResponse;
  /** For adapters: stop reading a body beyond this many bytes. */
  readonly maxBytes: number;
}

const HANDLED = answer(200, { status: 'handled' });
const IGNORED = answer(200, { status: 'ignored' });

/**
 * Makes a receiver for the deliveries of a webhook.
 *
 * @throws SignatureError for a secret with which nothing could be verified: `missing_secret`,
 * `secret_has_whitespace`, `unusable_secret`, `too_many_secrets`.
 * @throws ReceiverSetupError `two_secrets` or `invalid_option`.
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  // Secrets stay in this closure: no property holds them, so nothing that prints a receiver does.
  const secrets = usableSecrets(options);
  const { maxBytes = 1_000_000, maxAge, store = createMemoryStore() } = options;
  assertPositive('maxBytes', maxBytes);
  if (maxAge !== undefined) assertPositive('maxAge', maxAge);
  const handlers = new Handlers();
  const owner = new Owner();

  const receiver: Receiver = {
    maxBytes,
    on(event, handler) {
      // The list that a handler is put on is looked up by event name, which is what its type asks.
      handlers.add(typeof event === 'string' ? [event] : event, handler as Handler);
      return receiver;
    },
    onAny(handler) {
      handlers.addAny(handler);
      return receiver;
    },
    onUnknown(handler) {
      handlers.addUnknown(handler as Handler);
      return receiver;
    },
    onError(listener) {
      owner.listen(listener);
      return receiver;
    },
    receive(request) {
      const parsed = read(request);
      if (typeof parsed === 'string') return Promise.resolve(owner.refuse(parsed));
      const concerned = handlers.of(parsed.event);
      if (concerned.length === 0) return Promise.resolve(IGNORED);
      if (store === false) {
        return run(
          identifyEvent(parsed, () => fingerprint(request.body)),
          concerned,
          request,
        );
      }
      const bodyFingerprint = fingerprint(request.body);
      const event = identifyEvent(parsed, () => bodyFingerprint);
      return once({ eventId: event.id, bodyFingerprint }, store, owner, () =>
        run(event, concerned, request),
      );
    },
    refuse: (code) => owner.refuse(code),
  };
  return receiver;

  /** Counts, verifies, then parses. @returns the event, or why there is none. */
  function read({ method, headers, body }: ReceiverRequest): ParsedEvent | ReceiverErrorCode {
    if (method !== 'POST') return 'method_not_allowed';
    if (!mayBeJson(header(headers, 'content-type'))) return 'unsupported_media_type';
    const size = bodySize(body);
    if (size === undefined) return 'body_already_parsed';
    if (size > maxBytes) return 'body_too_large';
    const signature = check(body, header(headers, SIGNATURE_HEADER), secrets);
    if (!signature.ok) return signature.code;
    try {
      const parsed = parseEvent(body);
      return maxAge === undefined ? parsed : (ageFailure(parsed, maxAge) ?? parsed);
    } catch (error) {
      if (error instanceof EventParseError) return error.code;
      throw error;
    }
  }

  async function run(
    event: KolveraEvent,
    concerned: readonly Handler[],
    request: ReceiverRequest,
  ): Promise<ReceiverResponse> {
    try {
      for (const handler of concerned) {
        const working = handler(event, request);
        if (working !== undefined) await working;
      }
      return HANDLED;
    } catch (cause) {
      return owner.refuse('handler_failed', { eventId: event.id, cause });
    }
  }
}

function usableSecrets(options: ReceiverOptions): string | readonly string[] {
  if (options.secret !== undefined && options.secrets !== undefined) {
    throw new ReceiverSetupError(
      'two_secrets',
      'Give either secret, or secrets with all of them while a rotation is under way.',
    );
  }
  // A copy, so that nothing done to the list afterwards leaves the receiver without a secret.
  const secrets = options.secrets === undefined ? options.secret : [...options.secrets];
  assertUsableSecrets(secrets);
  return secrets;
}

function ageFailure(
  { created_at }: ParsedEvent,
  maxAge: number,
): 'missing_timestamp' | 'too_old' | undefined {
  const created = Date.parse(created_at ?? '');
  if (Number.isNaN(created)) return 'missing_timestamp';
  return Date.now() - created > maxAge * 1000 ? 'too_old' : undefined;
}
