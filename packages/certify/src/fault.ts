/** @module What is wrong with an endpoint, and how to fix it. */
import { SIGNATURE_HEADER } from '@kolvera/signature';

interface FaultText {
  /** One sentence: what the endpoint does. */
  readonly what: string;
  /** How to fix it. */
  readonly remedy: string;
}

const RAW_BODY =
  'Verify the raw bytes of the request, before anything parses them (express.raw, request.get_data(), await request.text()).';

/** Also shown where it cannot be tested. */
export const CONSTANT_TIME =
  'Compare with crypto.timingSafeEqual or hmac.compare_digest, never with === or ==.';

/** By stable code. All are tested from outside, except one that only source shows. */
export const faults = {
  refuses_genuine: {
    what: 'It refuses deliveries that are signed with the given secret.',
    remedy: 'Check the URL and the secret.',
  },
  refuses_some_events: {
    what: 'It refuses some types of events.',
    remedy: 'Respond 2xx to every verified event, and ignore the types that you do not need.',
  },
  refuses_unknown_events: {
    what: 'It refuses unknown event types, so Kolvera would retry each of them.',
    remedy: 'Respond 2xx to every verified event, and ignore unknown types.',
  },
  parses_first: {
    what: 'It verifies JSON that was parsed and serialised again, not the bytes that Kolvera signed.',
    remedy: RAW_BODY,
  },
  decodes_body: {
    what: 'It refuses text outside ASCII: the body is decoded before it is verified.',
    remedy: `${RAW_BODY} If it has to be text, decode it as UTF-8.`,
  },
  limits_body: {
    what: 'It refuses bodies of a size that Kolvera may send.',
    remedy:
      'Raise the limit on this route to 1 MB: express.raw({ type: "*/*", limit: "1mb" }), client_max_body_size in nginx.',
  },
  answers_late: {
    what: 'It responds too late, so the sender may time out and retry.',
    remedy: 'Store the event, respond at once, and do the work afterwards (a queue, or the inbox).',
  },
  signature_optional: {
    what: 'It accepts a delivery without a signature.',
    remedy: `Respond 401 to a request without ${SIGNATURE_HEADER}.`,
  },
  verifies_nothing: {
    what: 'It accepts a delivery that is signed with another secret.',
    remedy: 'Compare the signature with the HMAC-SHA256 of the raw body, and refuse a mismatch.',
  },
  answers_before_verifying: {
    what: 'It responds with success before it verifies, so a delivery that fails verification is lost.',
    remedy: 'Verify first, then respond: 401 when the signature does not match.',
  },
  ignores_body: {
    what: 'It accepts a body that was changed after it was signed.',
    remedy: 'Compute the HMAC over the whole raw body.',
  },
  compares_loosely: {
    what: 'It accepts a signature with something appended or missing.',
    remedy:
      'Accept exactly 64 hexadecimal digits, then compare. Decoders silently stop at the first invalid character.',
  },
  strips_prefix: {
    what: 'It accepts a prefix before the signature.',
    remedy: 'Kolvera sends no prefix. Compare the header as it is.',
  },
  trims_header: {
    what: 'It trims the signature before it compares.',
    remedy: 'Compare the header as it is; HTTP has already removed white space.',
  },
  compares_with_equals: {
    what: 'It compares signatures with an operator that stops at the first difference, so its timing reveals how much of a guess was right.',
    remedy: CONSTANT_TIME,
  },
  crashes_on_header: {
    what: 'It responds with 5xx to a missing or malformed signature: anyone can make it fail.',
    remedy:
      'Check the header before comparing: timingSafeEqual throws when lengths differ, hmac.compare_digest when text is not ASCII.',
  },
  crashes_on_body: {
    what: 'It responds with 5xx, or not at all, to a body that is broken or has unusual types.',
    remedy: 'Respond 400 to a body that cannot be parsed, and treat every field as optional.',
  },
  breaks_on_huge_body: {
    what: 'It stops responding after a body of 20 MB.',
    remedy: 'Stop reading at a limit, respond 413, and close the connection.',
  },
  runs_repeats: {
    what: 'It handles a repeated delivery again.',
    remedy:
      'Remember handled deliveries by ID and body in a store that all processes share, and claim each before the work.',
  },
  drops_same_id: {
    what: 'It drops a delivery that has the ID of another but a different body.',
    remedy: 'Treat two deliveries as the same only when both ID and body are equal.',
  },
  fails_under_load: {
    what: 'Under load it refuses genuine deliveries or does not handle all of them.',
    remedy: 'Respond after storing the event and before the work, and check the endpoint’s log.',
  },
  unreachable: {
    what: 'It does not respond.',
    remedy: 'Check that the endpoint is running and that the URL is right.',
  },
} as const satisfies Readonly<Record<string, FaultText>>;

export type FaultCode = keyof typeof faults;
