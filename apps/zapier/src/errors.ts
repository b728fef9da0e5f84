/**
 * @module Errors as Zapier tells them apart, in the words of the person who owns the Zap.
 *
 * The class that is thrown decides what happens to the Zap (zapier-platform documentation, "Error
 * handling"): a halted run has no effect, an error counts towards turning the Zap off, an expired
 * connection asks the owner to reconnect, a throttled call is retried.
 */
import { SignatureError } from '@kolvera/signature';
import { KolveraApiError } from '@kolvera/webhook-api';
import { errors, type ZObject } from 'zapier-platform-core';

/** Zapier cuts messages at 250 characters. */
const MAX_MESSAGE = 249;

/** Seconds until Zapier retries, where Kolvera does not say. */
const DEFAULT_DELAY = 60;

/**
 * zapier-platform-core 19.1.0 appends the whole bundle, `subscribeData` and its secret included, to
 * the message of every error that does not carry this mark (its middleware.js).
 */
const AS_WRITTEN = { doNotContextify: true };

/** The API's address is the app's, not the owner's, who can only wait or report it. */
const OWNERS_ADVICE = 'Try again later. If it keeps happening, report it to Kolvera.';

/** Stops this run; never turns the Zap off, so a forger may cause it. */
export function halted(message: string): Error {
  return Object.assign(new errors.HaltedError(message.slice(0, MAX_MESSAGE)), AS_WRITTEN);
}

/** An error of the Zap, shown to its owner. `code` is stable, for programs. */
export function failed(message: string, code: string): Error {
  return new errors.Error(message.slice(0, MAX_MESSAGE), code);
}

function reconnect(message: string): Error {
  return Object.assign(new errors.ExpiredAuthError(message.slice(0, MAX_MESSAGE)), AS_WRITTEN);
}

/**
 * Runs a method of the app, turning whatever it throws into one of Zapier's errors. An unexpected error
 * is named only by its class, because its message may contain anything.
 */
export async function explained<T>(z: ZObject, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isExplained(error)) throw error;
    if (error instanceof KolveraApiError) throw apiError(error);
    if (error instanceof SignatureError) throw failed(error.message, error.code);
    z.console.error(frames(error));
    throw failed(
      `The Kolvera app hit an unexpected error (${nameOf(error)}). Report it to Kolvera with the time of this run.`,
      'unexpected',
    );
  }
}

function apiError(error: KolveraApiError): Error {
  switch (error.code) {
    case 'unauthorized':
      return reconnect(error.message);
    case 'rate_limited':
      return new errors.ThrottledError(error.message, error.retryAfter ?? DEFAULT_DELAY);
    default:
      return failed(
        error.setting === 'base_url' ? `${error.problem} ${OWNERS_ADVICE}` : error.message,
        error.code,
      );
  }
}

function isExplained(error: unknown): boolean {
  return error instanceof Error && 'doNotContextify' in error;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Where the error came from, without its message. */
function frames(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return [nameOf(error), ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
}
