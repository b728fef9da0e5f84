/** @module Mistakes of the person who sets a receiver up; thrown at once, never during a delivery. */

export type ReceiverSetupErrorCode =
  | 'invalid_handler'
  | 'invalid_option'
  | 'missing_name'
  | 'not_node_http'
  | 'two_secrets'
  | 'unknown_event';

/** Thrown by `createReceiver`, `on` and `createNodeHandler`. Never holds a secret. */
export class ReceiverSetupError extends Error {
  override readonly name = 'ReceiverSetupError';
  /** Stable, for programs. The message says what to change, for people. */
  readonly code: ReceiverSetupErrorCode;

  constructor(code: ReceiverSetupErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws ReceiverSetupError `invalid_handler` unless `value` is a function. */
export function assertFunction(what: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new ReceiverSetupError('invalid_handler', `${what} must be a function.`);
}

/** @throws ReceiverSetupError `invalid_option` unless `value` is a positive number. */
export function assertPositive(option: string, value: number): void {
  if (typeof value === 'number' && value > 0) return;
  throw new ReceiverSetupError('invalid_option', `${option} must be a number above 0.`);
}
