/** @module Why a body could not be read. Whatever is JSON can be, unless it nests too deep. */

const sentences = {
  invalid_json: 'The body is not valid JSON. Pass the raw request body, exactly as it arrived.',
  too_deep: 'The body nests deeper than 256 levels, which no Kolvera event does. Check its source.',
} as const;

export type EventParseErrorCode = keyof typeof sentences;

/**
 * Thrown by `parseEvents`. Neither it nor its message holds anything of the body, which is personal
 * data; that is also why the engine's own SyntaxError, which quotes the text, is not its cause.
 */
export class EventParseError extends Error {
  override readonly name = 'EventParseError';
  readonly code: EventParseErrorCode;

  constructor(code: EventParseErrorCode) {
    super(sentences[code]);
    this.code = code;
  }
}
