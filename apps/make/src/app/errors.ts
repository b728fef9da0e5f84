/** @module What the user of Make reads when Kolvera's API refuses, in webhook-api's words. */
import { statusError } from '@kolvera/webhook-api';
import type { ErrorMessage, ErrorSection, ErrorType } from '../definition/communication.ts';

/** Make's type decides what Make does: retry a RateLimitError, offer to reconnect, …. */
const types: Readonly<Record<`${number}`, ErrorType>> = {
  301: 'InvalidConfigurationError',
  302: 'InvalidConfigurationError',
  307: 'InvalidConfigurationError',
  308: 'InvalidConfigurationError',
  401: 'InvalidAccessTokenError',
  403: 'InvalidAccessTokenError',
  404: 'DataError',
  409: 'DuplicateDataError',
  429: 'RateLimitError',
  500: 'ConnectionError',
  502: 'ConnectionError',
  503: 'ConnectionError',
  504: 'ConnectionError',
};

/** Statuses without words of their own show Kolvera's explanation, when there is one. */
export const errors: ErrorSection = {
  type: 'RuntimeError',
  message:
    "[{{statusCode}}] Kolvera refused the request: {{ifempty(body.detail, 'it gave no reason')}}",
  ...Object.fromEntries(
    Object.entries(types).map(([status, type]) => [
      status,
      {
        type,
        message: `[${status}] ${statusError({ status: Number(status) }).message}`,
      } satisfies ErrorMessage,
    ]),
  ),
};

/** Make's attach cannot look for the webhook and adopt it, as webhook-api's subscribe does. */
export const urlTaken: ErrorMessage = {
  type: 'DuplicateDataError',
  message:
    '[409] Kolvera has a webhook with this URL already. Delete it in Kolvera under Settings → Webhooks, then add the webhook here again.',
};

/** Without a secret, every delivery would be refused. */
export const secretMissing: ErrorMessage = {
  type: 'DataError',
  message:
    'Kolvera made the webhook but gave no secret. Delete the webhook in Kolvera under Settings → Webhooks, put your account’s webhook secret into the connection, and try again.',
};
