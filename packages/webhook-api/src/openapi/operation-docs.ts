/**
 * @module What openapi.yaml says about each operation beyond its request and answer. It is separate
 * from the operations so that connectors do not bundle it.
 */
import * as operations from '../operations.ts';

export interface OperationDocs {
  readonly operation: operations.Operation;
  readonly summary: string;
  readonly description?: string;
  /** Errors besides those that every operation has. */
  readonly errors?: readonly (keyof typeof ERRORS)[];
}

export const ERRORS = {
  400: 'The body is not JSON.',
  401: 'The API key is missing or wrong.',
  403: 'The API key is not allowed to do this.',
  404: 'Not found. It may have been deleted.',
  409: 'Conflicts with an existing webhook.',
  413: 'The body is too large.',
  415: 'The Content-Type is not JSON.',
  422: 'A value in the body or a parameter is not valid.',
  429: 'Too many requests; Retry-After says how long to wait.',
  500: 'Kolvera failed.',
} as const;

export const COMMON_ERRORS = [401, 403, 422, 429, 500] as const;
const BODY_ERRORS = [400, 413, 415] as const;

export const QUERY_PARAMETERS = {
  limit: {
    description: 'The maximum number of entries to return.',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
  },
  cursor: {
    description: 'The next_cursor of the previous page.',
    schema: { type: 'string' },
  },
  event: {
    description: 'Only events of this type.',
    schema: { type: 'string', examples: ['contact.created'] },
  },
} as const;

export const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  id: 'The webhook’s ID.',
  delivery_id: 'The delivery’s ID.',
};

/** In the order of the document. */
export const operationDocs: readonly OperationDocs[] = [
  { operation: operations.getMe, summary: 'Get the owner of the API key' },
  { operation: operations.listEventTypes, summary: 'List the event types' },
  {
    operation: operations.createWebhook,
    summary: 'Create a webhook',
    description:
      'A URL is unique in a workspace: a 409 names the webhook that already uses it. Kolvera sends no request to the URL before the first event.',
    errors: [...BODY_ERRORS, 409],
  },
  {
    operation: operations.listWebhooks,
    summary: 'List the webhooks',
  },
  { operation: operations.getWebhook, summary: 'Get a webhook', errors: [404] },
  {
    operation: operations.updateWebhook,
    summary: 'Update or enable a webhook',
    errors: [...BODY_ERRORS, 404, 409],
  },
  { operation: operations.deleteWebhook, summary: 'Delete a webhook', errors: [404] },
  {
    operation: operations.testWebhook,
    summary: 'Send a test event',
    description: 'Delivers the event’s sample, signed like every other delivery.',
    errors: [...BODY_ERRORS, 404, 409],
  },
  {
    operation: operations.rotateSecret,
    summary: 'Rotate the webhook’s secret',
    description: 'All deliveries from now on, retries included, are signed with the new secret.',
    errors: [404],
  },
  {
    operation: operations.listDeliveries,
    summary: 'List the deliveries, newest first',
    errors: [404],
  },
  { operation: operations.redeliver, summary: 'Redeliver', errors: [404, 409] },
  {
    operation: operations.listEvents,
    summary: 'List the most recent events, newest first',
  },
];
