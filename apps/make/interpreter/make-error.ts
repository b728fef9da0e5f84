/** @module An error as Make shows it to the user: a type and a message. */

export class MakeError extends Error {
  override readonly name = 'MakeError';
  /** One of Make's types: `RateLimitError`. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
