/**
 * @module The keys under which Kolvera may send the parts of the envelope, in the order in which they
 * are tried: observed keys come first. Kept apart from envelope-fields.ts, so that parsing loads no
 * labels.
 */
export const envelopeKeys = {
  id: ['id'],
  event: ['event', 'type', 'event_type'],
  created_at: ['created_at'],
  workspace_id: ['workspace_id'],
  data: ['data', 'payload'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type EnvelopePart = keyof typeof envelopeKeys;
