/** @module Mistakes of the programmer or of whoever set the secret, never of a sender. */

export type SignatureErrorCode =
  | 'body_already_parsed'
  | 'missing_secret'
  | 'secret_has_whitespace'
  | 'too_many_secrets'
  | 'unusable_secret';

/** Thrown when a function is called incorrectly. Never contains a secret. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  /** Stable, for programs; the message tells people what to change. */
  readonly code: SignatureErrorCode;

  constructor(code: SignatureErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
