/**
 * @module What openapi.yaml says of each operation besides its request and answer. It stands apart
 * from the operations so that connectors do not carry it.
 */
import * as operations from '../operations.ts';

export interface OperationDocs {
  readonly operation: operations.Operation;
  readonly summary: string;
  readonly description?: string;
  /** Errors besides those that every operation has. */
  readonly errors: readonly (keyof typeof ERRORS)[];
}

export const ERRORS = {
  400: 'The body is not JSON.',
  401: 'The API key is missing or wrong.',
  403: 'The API key may not do this.',
  404: 'Not found. It may have been deleted.',
  409: 'Conflicts with an existing webhook.',
  413: 'The body is too long.',
  415: 'The body is not said to be JSON.',
  422: 'A member of the body or a parameter cannot be used.',
  429: 'Too many requests; Retry-After says how long to wait.',
  500: 'Kolvera failed.',
} as const;

export const COMMON_ERRORS = [401, 403, 422, 429, 500] as const;
const BODY_ERRORS = [400, 413, 415] as const;

export const QUERY_PARAMETERS = {
  limit: {
    description: 'How many entries at most.',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
  },
  cursor: {
    description: 'next_cursor of the page before.',
    schema: { type: 'string' },
  },
  event: {
    description: 'Only events of this type.',
    schema: { type: 'string', examples: ['contact.created'] },
  },
} as const;

export const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  id: 'The webhook’s id.',
  delivery_id: 'The delivery’s id.',
};

/** In the order of the document. */
export const operationDocs: readonly OperationDocs[] = [
  { operation: operations.getMe, summary: 'Tell to whom the API key belongs', errors: [] },
  { operation: operations.listEventTypes, summary: 'List the event types', errors: [] },
  {
    operation: operations.createWebhook,
    summary: 'Make a webhook',
    description:
      'A URL is unique in a workspace: a 409 names the webhook that has it. Kolvera sends no request to the URL before the first event.',
    errors: [...BODY_ERRORS, 409],
  },
  {
    operation: operations.listWebhooks,
    summary: 'List the webhooks',
    errors: [],
  },
  { operation: operations.getWebhook, summary: 'Read a webhook', errors: [404] },
  {
    operation: operations.updateWebhook,
    summary: 'Change or enable a webhook',
    errors: [...BODY_ERRORS, 404, 409],
  },
  { operation: operations.deleteWebhook, summary: 'Remove a webhook', errors: [404] },
  {
    operation: operations.testWebhook,
    summary: 'Deliver a sample',
    description: 'Delivers the event’s sample, signed as every delivery is.',
    errors: [...BODY_ERRORS, 404, 409],
  },
  {
    operation: operations.rotateSecret,
    summary: 'Give the webhook a new secret',
    description: 'From now on deliveries, repeated ones too, are signed with the new secret.',
    errors: [404],
  },
  {
    operation: operations.listDeliveries,
    summary: 'List the deliveries, newest first',
    errors: [404],
  },
  { operation: operations.redeliver, summary: 'Deliver once more', errors: [404, 409] },
  {
    operation: operations.listEvents,
    summary: 'List the most recent events, newest first',
    errors: [],
  },
];
