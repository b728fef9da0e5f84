/** @module Why a deployment stops, in words of the person who started it. */
import { MakeError } from '@makehq/sdk';

export type DeployErrorCode =
  | 'missing_setting'
  | 'invalid_setting'
  | 'wrong_token'
  | 'missing_scope'
  | 'rate_limited'
  | 'unreachable'
  | 'unexpected_answer'
  | 'ambiguous_app'
  | 'unknown_app'
  | 'refused';

export class DeployError extends Error {
  override readonly name = 'DeployError';
  readonly code: DeployErrorCode;

  constructor(code: DeployErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** Whether the steps that follow would fail alike. */
  get isFinal(): boolean {
    return this.code !== 'refused';
  }
}

/** For an answer that does not have the shape of Make's. */
export function unexpectedAnswer(what: string): DeployError {
  return new DeployError(
    'unexpected_answer',
    `What answered for ${what} does not look like Make’s API. Check MAKE_ZONE.`,
  );
}

/** What went wrong with a request to Make. Neither token nor body is in it. */
export function explain(error: unknown, zone: string): DeployError {
  if (error instanceof DeployError) return error;
  if (!(error instanceof MakeError)) {
    // fetch says so when there is no answer; anything else is a mistake of ours.
    if (!(error instanceof TypeError) || error.cause === undefined) throw error;
    return new DeployError(
      'unreachable',
      `${zone} cannot be reached. Check MAKE_ZONE: it is the host in the address of your Make organisation, such as eu1.make.com.`,
    );
  }
  switch (error.statusCode) {
    case 401:
      return new DeployError(
        'wrong_token',
        `${zone} did not accept the token. Check MAKE_TOKEN, and that the token was made in this zone.`,
      );
    case 403:
      return new DeployError(
        'missing_scope',
        'The token may not do this. Make a token with the scopes sdk-apps:read and sdk-apps:write.',
      );
    case 429:
      return new DeployError(
        'rate_limited',
        'Make allows no more requests for now. Run this again in a minute: what is done stays done.',
      );
    default:
      return new DeployError('refused', `Make answered ${error.statusCode}: ${error.message}`);
  }
}
