/** @module Why a body could not be read as an event. */

const sentences = {
  invalid_json: 'The body is not valid JSON. Pass the raw request body, exactly as it arrived.',
  not_an_object:
    'The body is JSON, but not an object. Check that it is a delivery from Kolvera, whose events are objects.',
  missing_event_name:
    'The body does not name an event: "event", "type" and "event_type" are all missing or empty. Check that it is a delivery from Kolvera.',
  too_deep: 'The body nests deeper than 256 levels, which no Kolvera event does. Check its source.',
} as const;

export type EventParseErrorCode = keyof typeof sentences;

/**
 * Thrown by `parseEvent`. It quotes nothing of the body, which is personal data; that is also why
 * the engine's SyntaxError, which quotes the text, is not its cause.
 */
export class EventParseError extends Error {
  override readonly name = 'EventParseError';
  readonly code: EventParseErrorCode;

  constructor(code: EventParseErrorCode) {
    super(sentences[code]);
    this.code = code;
  }
}
