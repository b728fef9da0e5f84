/** @module Why a deployment stops, for the person who started it. */
import { MakeError } from '@makehq/sdk';

export type DeployErrorCode =
  | 'missing_setting'
  | 'invalid_setting'
  | 'wrong_token'
  | 'missing_scope'
  | 'rate_limited'
  | 'unreachable'
  | 'unexpected_response'
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

  /** Whether the remaining steps would fail too. */
  get isFinal(): boolean {
    return this.code !== 'refused';
  }
}

/** For a response that does not have the shape of Make's. */
export function unexpectedResponse(what: string): DeployError {
  return new DeployError(
    'unexpected_response',
    `The response with the ${what} does not look like Make’s API. Check MAKE_ZONE.`,
  );
}

/** What went wrong with a request to Make, without token and body. */
export function explain(error: unknown, zone: string): DeployError {
  if (error instanceof DeployError) return error;
  if (!(error instanceof MakeError)) {
    // fetch throws this if there is no response; anything else is our own mistake.
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
        `${zone} did not accept the token. Check MAKE_TOKEN, and that you created it in this zone.`,
      );
    case 403:
      return new DeployError(
        'missing_scope',
        'The token lacks a scope. Create a token with the scopes sdk-apps:read and sdk-apps:write.',
      );
    case 429:
      return new DeployError(
        'rate_limited',
        'Make allows no more requests for now. Run this again in a minute: it continues where it stopped.',
      );
    default:
      return new DeployError('refused', `Make responded ${error.statusCode}: ${error.message}`);
  }
}
