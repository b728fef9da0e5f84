/** @module Every way in which a delivery is not handled: its status, and the messages for sender and owner. */
import type { EventParseErrorCode } from '@kolvera/event-schema';
import type { SignatureFailure } from '@kolvera/signature';

/** Why a delivery was not handled, or what its owner should know about it. */
export type ReceiverErrorCode =
  | SignatureFailure
  | EventParseErrorCode
  | 'body_already_parsed'
  | 'body_already_read'
  | 'body_incomplete'
  | 'body_timeout'
  | 'body_too_large'
  | 'dead_letter'
  | 'delivery_running'
  | 'engine_failed'
  | 'handler_failed'
  | 'handler_timeout'
  | 'method_not_allowed'
  | 'missing_timestamp'
  | 'no_event_name'
  | 'same_id_other_body'
  | 'store_failed'
  | 'store_not_updated'
  | 'too_old'
  | 'unsupported_media_type';

export interface About {
  readonly eventId?: string;
  readonly cause?: unknown;
  /** Default: the code's. */
  readonly status?: number;
}

/** What `onError` gets. It contains neither the secret nor the body. */
export class ReceiverError extends Error {
  override readonly name = 'ReceiverError';
  /** Stable, for programs; the message is for the endpoint's owner and may change. */
  readonly code: ReceiverErrorCode;
  /** The status of the response. */
  readonly status: number;
  /** The event's id, once the delivery was verified and parsed. */
  readonly eventId: string | undefined;

  constructor(code: ReceiverErrorCode, about: About = {}) {
    super(REFUSALS[code].message, 'cause' in about ? { cause: about.cause } : undefined);
    this.code = code;
    this.status = about.status ?? REFUSALS[code].status;
    this.eventId = about.eventId;
  }
}

interface Refusal {
  readonly status: number;
  /** For the endpoint's owner. The sender reads it too, unless `toSender` takes its place. */
  readonly message: string;
  readonly toSender?: { readonly code: string; readonly message: string };
  readonly headers?: Readonly<Record<string, string>>;
}

// One response for every failed proof, so that a sender that probes learns nothing.
const UNVERIFIED = {
  status: 401,
  toSender: { code: 'unverified', message: 'The delivery could not be verified.' },
} as const;

// Why a handler or a store failed is only for the owner.
const RETRY = 'The delivery could not be handled. Send it again.';

const TAKE_RAW_BODY =
  'In Express, register this route before app.use(express.json()). In Fastify, use the plugin of ' +
  '@kolvera/receiver/fastify. In Nest, register it with app.use before app.init() or app.listen(). ' +
  'Where a framework has the request as a Request (Hono, Next.js, Remix, Nitro), use createFetchHandler.';

export const REFUSALS: Readonly<Record<ReceiverErrorCode, Refusal>> = {
  method_not_allowed: {
    status: 405,
    message: 'This URL accepts webhook deliveries: POST only.',
    headers: { allow: 'POST' },
  },
  unsupported_media_type: {
    status: 415,
    message: 'The content type must be application/json.',
  },
  body_too_large: {
    status: 413,
    message: 'The body is larger than this endpoint accepts (option maxBytes).',
  },
  body_timeout: {
    status: 408,
    message: 'The body did not arrive in time (option timeoutMs).',
  },
  body_incomplete: {
    status: 400,
    message: 'The connection closed before the whole body arrived. Send it again.',
  },
  body_already_parsed: {
    status: 500,
    message: `This endpoint needs the raw body, but something parsed it first, so the signature cannot be checked. ${TAKE_RAW_BODY}`,
  },
  body_already_read: {
    status: 500,
    message: `This endpoint needs the raw body, but something read it first and kept no copy, so the signature cannot be checked. ${TAKE_RAW_BODY}`,
  },
  missing_signature: {
    ...UNVERIFIED,
    message:
      'The request has no X-Kolvera-Signature header. If Kolvera sent it, check whether a proxy removes the header.',
  },
  malformed_signature: {
    ...UNVERIFIED,
    message:
      'The X-Kolvera-Signature header is not one value of 64 hexadecimal digits. If Kolvera sent it, check whether a proxy changes or repeats the header.',
  },
  mismatch: {
    ...UNVERIFIED,
    message:
      "The signature does not match the body and the secret. If Kolvera sent it, compare the endpoint's secret with the webhook's, and check whether a proxy changes the body.",
  },
  too_old: {
    ...UNVERIFIED,
    message:
      'The event is older than the maxAge option allows. Raise it if this was a late retry from Kolvera.',
  },
  missing_timestamp: {
    ...UNVERIFIED,
    message:
      'The event has no valid created_at, which the maxAge option needs. Remove the option to accept it.',
  },
  invalid_json: {
    status: 400,
    message: 'The body is signed but is not JSON. Check what sent it.',
  },
  no_event_name: {
    status: 200,
    message:
      'The delivery is signed but names no event, so it goes to the handlers of onUnknown and onAny, with event "unknown". Capture one and run kolvera inspect.',
  },
  too_deep: {
    status: 400,
    message: 'The body is signed but nested too deeply. Check what sent it.',
  },
  handler_failed: {
    status: 500,
    message: 'A handler failed (see cause). Kolvera got status 500, so it will retry.',
    toSender: { code: 'handler_failed', message: RETRY },
  },
  handler_timeout: {
    status: 503,
    message:
      'The handlers did not finish in time (option handlerTimeoutMs). Kolvera was asked to retry; ' +
      'until they finish, repeats get 503. Pass signal to what they wait for, or use an inbox.',
    toSender: { code: 'handler_timeout', message: RETRY },
    headers: { 'retry-after': '5' },
  },
  delivery_running: {
    // 503 and not 409: some senders never retry after a 4xx.
    status: 503,
    message:
      'The same delivery is being handled right now. Kolvera was asked to retry, in case the first attempt fails.',
    toSender: {
      code: 'delivery_running',
      message: 'The same delivery is being handled. Try again later.',
    },
    headers: { 'retry-after': '5' },
  },
  store_failed: {
    status: 503,
    message: 'The store failed (see cause).',
    toSender: { code: 'unavailable', message: RETRY },
    headers: { 'retry-after': '5' },
  },
  store_not_updated: {
    status: 200,
    message:
      'The store failed (see cause) after the handlers finished. The response is their result; a repeat may run them again.',
  },
  dead_letter: {
    status: 200,
    message:
      'A stored delivery has used up its attempts (see cause) and is now a dead letter. Inspect it with deadLetters.list(), and run it again when its cause is fixed.',
  },
  engine_failed: {
    status: 200,
    message:
      "The inbox's engine failed (see cause). It retries on its own; deliveries that could not be stored meanwhile got 503.",
  },
  same_id_other_body: {
    status: 200,
    message: 'Another delivery had this id with a different body. Both are handled.',
  },
};
