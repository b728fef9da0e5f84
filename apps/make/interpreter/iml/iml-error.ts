/** @module What the interpreter refuses. */

export type ImlErrorCode =
  | 'syntax'
  | 'unknown_function'
  | 'unknown_variable'
  | 'unknown_key'
  | 'wrong_argument'
  | 'wrong_operand'
  | 'wrong_spread';

/** A mistake in an expression. Make would often give an empty value instead; a test must not. */
export class ImlError extends Error {
  override readonly name = 'ImlError';
  readonly code: ImlErrorCode;

  constructor(code: ImlErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
