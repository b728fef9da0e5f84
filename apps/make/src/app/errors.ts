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

/** Make's form: the status, the API's own reason (ours where it gives none), what to do next. */
export const errors: ErrorSection = {
  type: 'RuntimeError',
  message: `[{{statusCode}}] {{ifempty(body.detail, 'Kolvera rejected the request.')}} Check the settings and try again.`,
  ...Object.fromEntries(
    Object.entries(types).map(([status, type]) => {
      const { problem, advice } = statusError({ status: Number(status) });
      const message = `[${status}] {{ifempty(body.detail, '${problem}')}} ${advice}`;
      return [status, { type, message } satisfies ErrorMessage];
    }),
  ),
};

/** For responses that are 2xx and still not valid. */
export function onSuccess(message: ErrorMessage): Readonly<Record<`${number}`, ErrorMessage>> {
  return { 200: message, 201: message, 202: message, 204: message };
}

/** A 2xx of another shape. */
export const notKolvera: ErrorMessage = {
  type: 'InvalidConfigurationError',
  message: 'The response did not come from Kolvera. Try again later.',
};

/** Make's attach cannot look for the webhook and adopt it, as webhook-api's subscribe does. */
export const urlTaken: ErrorMessage = {
  type: 'DuplicateDataError',
  message:
    '[409] Kolvera already has a webhook with this URL. Delete it in Kolvera under Settings → Webhooks, then add the webhook here again.',
};

/**
 * Without a secret, every delivery would be refused; without an id, nothing was created.
 * @param id the expression of the new webhook's id.
 */
export function secretMissing(id: string): ErrorMessage {
  return {
    type: 'DataError',
    message: `{{if(${id}, 'Kolvera created the webhook but returned no secret. Delete the webhook in Kolvera under Settings → Webhooks, enter your account’s webhook secret here, and try again.', '${notKolvera.message}')}}`,
  };
}
