// Generated from the catalogue by `npm run generate -w @kolvera/event-schema`; do not edit.
// Apart from the catalogue, so that whoever only parses does not carry its labels and samples.
export const eventNames: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'contact.created',
  'contact.updated',
  'contact.enriched',
  'contact.phone_found',
  'company.created',
  'company.updated',
  'campaign.activated',
  'campaign.completed',
  'campaign.email.sent',
  'campaign.email.replied',
  'campaign.email.bounced',
  'meeting.booked',
  'meeting.completed',
  'enrichment.completed',
]);
