/**
 * @module The resources of Kolvera's webhook API. Every name here is assumed: Kolvera has not
 * published an API. A correction is an edit of this file.
 */
import {
  isObject,
  isUnnamed,
  nestsTooDeep,
  type ParsedEvent,
  readEvent,
} from '@kolvera/event-schema';
import {
  choice,
  expected,
  type Infer,
  identifier,
  integer,
  list,
  nullable,
  object,
  optional,
  type Shape,
  ShapeError,
  text,
} from './shape.ts';

const DATE_TIME = { format: 'date-time' } as const;

const eventNames = list(
  text('The name of an event type, or * for all of them.'),
  'The event types to which the webhook is subscribed; ["*"] is all of them, later ones included.',
  { minItems: 1 },
);

const webhookFields = {
  id: identifier('The webhook’s ID.'),
  url: text('Where Kolvera delivers. Unique in the workspace.', { format: 'uri' }),
  events: expected(eventNames, []),
  description: nullable(text('What the webhook is for. Connectors keep their marker in it.')),
  status: expected(
    choice('A disabled webhook receives nothing.', ['active', 'disabled']),
    'active' as const,
  ),
  created_at: expected(text('When the webhook was created.', DATE_TIME), null),
} as const;

const secret = {
  ...text('The secret that signs deliveries. Shown only here.', { minLength: 1 }),
  aliases: ['signing_secret'],
};

export const webhook = object('A webhook.', webhookFields, 'Webhook');
export type Webhook = Infer<typeof webhook>;

export const createdWebhook = object(
  'A webhook that was just created, with its secret.',
  { ...webhookFields, secret: expected(secret, null) },
  'CreatedWebhook',
);
export type CreatedWebhook = Infer<typeof createdWebhook>;

export const newWebhook = object(
  'A webhook to create.',
  {
    url: webhookFields.url,
    events: eventNames,
    description: optional(text('What the webhook is for.')),
  },
  'NewWebhook',
);
export type NewWebhook = Infer<typeof newWebhook>;

export const webhookChanges = object(
  'What to change. Anything left out stays as it is.',
  {
    url: optional(webhookFields.url),
    events: optional(eventNames),
    description: optional(text('What the webhook is for.')),
    status: optional(choice('active enables a disabled webhook.', ['active', 'disabled'])),
  },
  'WebhookChanges',
);
export type WebhookChanges = Infer<typeof webhookChanges>;

export const rotatedSecret = object('The new secret.', { secret }, 'RotatedSecret');
export type RotatedSecret = Infer<typeof rotatedSecret>;

export const me = object(
  'The owner of the API key.',
  {
    workspace: object('The workspace.', {
      id: identifier('The workspace’s ID.'),
      name: expected(text('The workspace’s name.'), null),
    }),
    user: object('The person who created the API key.', {
      id: identifier('The person’s ID.'),
      name: expected(text('The person’s name.'), null),
      email: expected(text('The person’s email address.', { format: 'email' }), null),
    }),
  },
  'Me',
);
export type Me = Infer<typeof me>;

export const eventType = object(
  'An event type.',
  {
    name: text('The name: contact.created.', { minLength: 1 }),
    category: expected(text('The category: Contact.'), null),
    description: expected(text('When it fires.'), null),
  },
  'EventType',
);
export type EventType = Infer<typeof eventType>;

export const testEvent = object(
  'The event whose sample to deliver.',
  { event: text('The name of an event type.', { minLength: 1 }) },
  'TestEvent',
);

export const deliveryAttempt = object(
  'One attempt to deliver.',
  {
    at: text('When the attempt was made.', DATE_TIME),
    status_code: nullable(integer('The endpoint’s HTTP status; null when it did not answer.')),
    error: nullable(text('Why there was no answer: timeout, connection refused, ….')),
    latency_ms: expected(integer('How long it took, in milliseconds.', { minimum: 0 }), null),
  },
  'DeliveryAttempt',
);
export type DeliveryAttempt = Infer<typeof deliveryAttempt>;

export const delivery = object(
  'An event on its way to a webhook.',
  {
    id: identifier('The delivery’s ID.'),
    event_id: identifier('The event’s ID.'),
    event: text('The event’s type.'),
    status: choice('The state of the delivery.', ['pending', 'delivered', 'failed']),
    attempts: expected(list(deliveryAttempt, 'The attempts so far, oldest first.'), []),
    next_attempt_at: nullable(text('When Kolvera tries again.', DATE_TIME)),
    created_at: expected(text('When the event was queued.', DATE_TIME), null),
  },
  'Delivery',
);
export type DeliveryLogEntry = Infer<typeof delivery>;

/** A whole envelope, read as a delivery's body is. */
export const event = {
  schema: {
    type: 'object',
    description: 'An event as it is delivered. Its full schema is under `webhooks`.',
    required: ['id', 'event', 'created_at', 'workspace_id', 'data'],
    properties: {
      id: { type: 'string', minLength: 1, description: 'The same on every retry.' },
      event: { type: 'string', minLength: 1, description: 'The name of the event type.' },
      created_at: { type: 'string', format: 'date-time', description: 'When it happened.' },
      workspace_id: { type: 'string', description: 'The workspace’s ID.' },
      data: { type: 'object', description: 'What it is about.' },
    },
  },
  component: 'Event',
  read(value: unknown, at: string): ParsedEvent {
    if (!isObject(value)) throw new ShapeError(`${at} is not an object`);
    if (nestsTooDeep(value)) throw new ShapeError(`${at} nests too deep`);
    const event = readEvent(value);
    if (isUnnamed(event)) throw new ShapeError(`${at} is not an event`);
    return event;
  },
} satisfies Shape<unknown>;

export interface Page<Item> {
  readonly data: readonly Item[];
  /** Where the next page starts; null on the last one. */
  readonly next_cursor: string | null;
}

/** A page of a long list. @__NO_SIDE_EFFECTS__ */
export function page<Item>(item: Shape<Item>, component: string): Shape<Page<Item>> {
  return object(
    'One page of the list.',
    {
      data: list(item, 'The entries of this page.'),
      next_cursor: nullable(text('Pass it as cursor to read the next page; null on the last one.')),
    },
    component,
  );
}

/** A short list, whole. @__NO_SIDE_EFFECTS__ */
export function whole<Item>(
  item: Shape<Item>,
  component: string,
): Shape<{ readonly data: readonly Item[] }> {
  return object('The whole list.', { data: list(item, 'The entries.') }, component);
}
