/** @module Mistakes of the programmer or of the person who set the secret; never of a sender. */

export type SignatureErrorCode =
  | 'body_already_parsed'
  | 'missing_secret'
  | 'secret_has_whitespace'
  | 'too_many_secrets'
  | 'unusable_secret';

/** Thrown when a function is called with something it cannot work with. Never holds a secret. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  /** Which mistake it is; stable, for programs. The message says what to change, for people. */
  readonly code: SignatureErrorCode;

  constructor(code: SignatureErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
