/** @module What is wrong with an endpoint, as its owner reads it. */

interface FaultText {
  /** One sentence: what the endpoint does. */
  readonly what: string;
  /** What to change. */
  readonly remedy: string;
}

const RAW_BODY =
  'Verify the raw bytes of the request, before anything parses them (express.raw, request.get_data(), await request.text()).';

/** What the owner is told where it cannot be seen, too. */
export const CONSTANT_TIME =
  'Compare with crypto.timingSafeEqual or hmac.compare_digest, never with === or ==.';

/** Faults that can be seen from outside, and one that source shows, by a code that stays the same. */
export const faults = {
  refuses_genuine: {
    what: 'It refuses deliveries that are signed with the given secret.',
    remedy: 'Check that the URL and the secret are those of this endpoint.',
  },
  refuses_some_events: {
    what: 'It refuses some types of events.',
    remedy: 'Answer 2xx to every verified event, and ignore the types that you do not need.',
  },
  refuses_unknown_events: {
    what: 'It refuses an event type that it does not know, so Kolvera would send each of those again.',
    remedy: 'Answer 2xx to every verified event, and ignore the types that you do not know.',
  },
  parses_first: {
    what: 'It verifies JSON that was parsed and written again, not the bytes that Kolvera signed.',
    remedy: RAW_BODY,
  },
  decodes_body: {
    what: 'It refuses text outside ASCII: the body is decoded before it is verified.',
    remedy: `${RAW_BODY} Where it has to be text, decode it as UTF-8.`,
  },
  limits_body: {
    what: 'It refuses bodies that Kolvera may send, because they are too large for it.',
    remedy:
      'Raise the limit on this route to 1 MB: express.raw({ type: "*/*", limit: "1mb" }), client_max_body_size in nginx.',
  },
  answers_late: {
    what: 'It answers too late, so the sender may give up and send again.',
    remedy: 'Store the event, answer at once, and do the work afterwards (a queue, or the inbox).',
  },
  signature_optional: {
    what: 'It accepts a delivery without a signature.',
    remedy: 'Refuse a request that lacks X-Kolvera-Signature with 401.',
  },
  verifies_nothing: {
    what: 'It accepts a delivery that is signed with another secret.',
    remedy: 'Compare the signature with the HMAC-SHA256 of the raw body, and refuse what differs.',
  },
  answers_before_verifying: {
    what: 'It answers success before it verifies, so a delivery that fails the verification is lost.',
    remedy: 'Verify first, then answer: 401 when the signature does not fit.',
  },
  ignores_body: {
    what: 'It accepts a body that was changed after it was signed.',
    remedy: 'Compute the HMAC over the whole raw body.',
  },
  compares_loosely: {
    what: 'It accepts a signature that has something added or missing.',
    remedy:
      'Refuse everything but exactly 64 hexadecimal digits, then compare. Decoders stop silently at the first character that they do not know.',
  },
  strips_prefix: {
    what: 'It accepts a prefix before the signature.',
    remedy: 'Kolvera sends no prefix. Compare the header as it is.',
  },
  trims_header: {
    what: 'It trims the signature before it compares.',
    remedy: 'Compare the header as it is; HTTP has taken the white space off already.',
  },
  compares_with_equals: {
    what: 'It compares signatures with an operator that stops at the first difference, so its time tells how much of a guess was right.',
    remedy: CONSTANT_TIME,
  },
  crashes_on_header: {
    what: 'It answers 5xx to a signature that is missing or malformed: anybody can make it fail.',
    remedy:
      'Check the header before comparing: timingSafeEqual throws when lengths differ, hmac.compare_digest when text is not ASCII.',
  },
  crashes_on_body: {
    what: 'It answers 5xx, or not at all, to a body that is broken or has unusual types.',
    remedy: 'Answer 400 to what cannot be read, and treat every field as optional.',
  },
  breaks_on_huge_body: {
    what: 'After a body of 20 MB it no longer answers.',
    remedy: 'Stop reading at a limit, answer 413, and close the connection.',
  },
  runs_repeats: {
    what: 'It handles a delivery again that Kolvera sends a second time.',
    remedy:
      'Remember the deliveries that were handled, by ID and body, where all processes see it, and claim before the work.',
  },
  drops_same_id: {
    what: 'It drops a delivery that has the ID of another and a different body.',
    remedy: 'Take two deliveries for the same only when both ID and body are the same.',
  },
  fails_under_load: {
    what: 'Under load it refuses genuine deliveries, or handles not all of them.',
    remedy:
      'Answer after storing and before the work, and look at the endpoint’s log for what failed.',
  },
  unreachable: {
    what: 'It gives no answer.',
    remedy: 'Check that the endpoint runs and that the URL is right.',
  },
} as const satisfies Readonly<Record<string, FaultText>>;

export type FaultCode = keyof typeof faults;
