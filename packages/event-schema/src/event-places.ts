/**
 * @module Where Kolvera may write the parts of an event. Kolvera has published none of it, so this
 * list is long; when it does, or when real deliveries show another place, add a line here.
 *
 * Places are tried in order. `meta.event` is the key `event` of the object under `meta`. Header names
 * are in lower case. Headers are not signed, so they count only where the body has nothing.
 * Apart from envelope-fields.ts, so that readers carry no labels.
 */
export const eventPlaces = {
  /** The name. A place that holds an event of the catalogue counts before any that holds other text. */
  event: {
    body: [
      'event',
      'type',
      'event_type',
      'eventType',
      'event_name',
      'eventName',
      'event.name',
      'event.type',
      'event.event_type',
      'event.eventType',
      'event.event',
      'meta.event',
      'meta.type',
      'meta.event_type',
      'meta.eventType',
      'meta.event_name',
      'meta.eventName',
      'metadata.event',
      'metadata.type',
      'metadata.event_type',
      'metadata.eventType',
      'header.event',
      'header.type',
      'header.event_type',
      'header.eventType',
      'webhook.event',
      'webhook.type',
      'webhook.event_type',
      'webhook.eventType',
    ],
    /** Counts only with the name of an event of the catalogue: other text there is something else. */
    bodyIfKnown: [
      'name',
      'topic',
      'action',
      'kind',
      'trigger',
      'meta.name',
      'meta.topic',
      'data.event',
      'data.type',
      'data.event_type',
      'data.eventType',
      'payload.event',
      'payload.type',
      'payload.event_type',
      'payload.eventType',
    ],
    headers: [
      'x-kolvera-event',
      'x-kolvera-event-type',
      'x-kolvera-event-name',
      'x-kolvera-topic',
      'x-kolvera-webhook-event',
      'x-kolvera-webhook-topic',
      'ce-type',
      'x-webhook-event',
      'x-webhook-topic',
      'x-event-type',
      'x-event',
    ],
  },
  /** An id of the webhook (WooCommerce's `X-WC-Webhook-ID`) is no id of an event. */
  id: {
    body: [
      'id',
      'event_id',
      'eventId',
      'event.id',
      'event.event_id',
      'event.eventId',
      'meta.id',
      'meta.event_id',
      'meta.eventId',
      'metadata.id',
      'metadata.event_id',
      'metadata.eventId',
      'header.id',
      'header.event_id',
      'header.eventId',
      'delivery_id',
      'deliveryId',
    ],
    headers: [
      'x-kolvera-event-id',
      'x-kolvera-delivery',
      'x-kolvera-delivery-id',
      'x-kolvera-webhook-delivery-id',
      'x-kolvera-id',
      'ce-id',
      'webhook-id',
      'x-webhook-delivery',
      'x-event-id',
    ],
  },
  /** When it happened: text, or a number of seconds or milliseconds since 1970. */
  created_at: {
    body: [
      'created_at',
      'createdAt',
      'created',
      'occurred_at',
      'occurredAt',
      'event_time',
      'eventTime',
      'timestamp',
      'time',
      'event.created_at',
      'event.createdAt',
      'event.created',
      'event.occurred_at',
      'event.occurredAt',
      'event.timestamp',
      'event.time',
      'meta.created_at',
      'meta.createdAt',
      'meta.created',
      'meta.occurred_at',
      'meta.occurredAt',
      'meta.timestamp',
      'meta.time',
      'metadata.created_at',
      'metadata.createdAt',
      'metadata.timestamp',
      'metadata.time',
      'header.created_at',
      'header.createdAt',
      'header.timestamp',
      'header.time',
    ],
    headers: ['x-kolvera-timestamp', 'x-kolvera-created-at', 'ce-time', 'webhook-timestamp'],
  },
  workspace_id: {
    body: [
      'workspace_id',
      'workspaceId',
      'workspace.id',
      'event.workspace_id',
      'event.workspaceId',
      'meta.workspace_id',
      'meta.workspaceId',
      'metadata.workspace_id',
      'metadata.workspaceId',
      'header.workspace_id',
      'header.workspaceId',
    ],
    headers: ['x-kolvera-workspace', 'x-kolvera-workspace-id'],
  },
  /** What it is about. A body with none of these is itself the data: a flat body. */
  data: {
    body: ['data.object', 'data', 'payload.object', 'payload', 'event.data', 'event.payload'],
  },
  /** Several events in one delivery, each in any of these forms. */
  events: { body: ['events'] },
} as const satisfies Readonly<Record<string, EventPlaces>>;

/** The keys which in a flat body are the record's own. Any other of the list is the event's. */
export const RECORD_KEYS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'id',
  'created_at',
  'createdAt',
  'created',
]);

interface EventPlaces {
  readonly body: readonly string[];
  readonly bodyIfKnown?: readonly string[];
  readonly headers?: readonly string[];
}
