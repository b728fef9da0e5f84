/**
 * @module The faults that are planted in a consumer, by the case that has to catch each, with the
 * message of that case.
 *
 * The message is matched so that a fault counts as caught only for its effect: one that broke the
 * set-up would fail every case and prove nothing.
 */
const forgedArrived = /^a forged delivery arrived/;
const contactLost = /^contact\.created did not arrive once, as it was sent\b/;
const unclear = /^the user cannot tell what is wrong: Something went wrong/;
const webhookLeft = /^after unsubscribing again, Kolvera has other webhooks/;

export const plantedFaults = {
  'every-event': {
    'loses-one-event-type': /^enrichment\.completed did not arrive once, as it was sent\b/,
    'delivers-twice': contactLost,
  },
  'only-subscribed-events': { 'takes-every-event': /^other events arrived/ },
  'later-event': {
    'subscribes-to-known-events-only': /^campaign\.paused did not arrive once, as it was sent\b/,
  },
  'unknown-event': { 'refuses-unknown-events': /^Something\.Else v2 did not arrive/ },
  'unknown-keys': {
    'drops-unknown-keys': /did not arrive once, as it was sent.*^- {5}api_version/ms,
  },
  'any-text': { 'reads-latin1': /did not arrive once, as it was sent.*Zo\u00c3/s },
  'narrowed-to-campaigns': {
    'narrows-nothing': /^other campaigns’ events arrived/,
    'drops-what-it-cannot-judge': /^an event that names no campaign was lost/,
  },
  'narrowed-to-changed-fields': {
    'narrows-nothing': /^other changes arrived/,
    'drops-what-it-cannot-judge': /^a change that names no field was lost/,
  },
  'large-event': {
    'refuses-large-bodies': /^contact\.updated did not arrive once, as it was sent\b/,
  },
  'empty-data': { 'refuses-empty-data': /^company\.created did not arrive once, as it was sent\b/ },
  'many-at-once': { 'loses-concurrent-events': /^not all arrived, each once/ },
  'named-type': { 'reads-type-as-data': contactLost },
  'named-event-type': { 'reads-event-type-as-data': contactLost },
  'camel-case': { 'reads-only-the-usual-form': contactLost },
  'in-meta': { 'reads-only-the-usual-form': contactLost },
  'in-event': { 'reads-only-the-usual-form': contactLost },
  'epoch-seconds': { 'reads-only-the-usual-form': contactLost },
  'data-object': { 'reads-only-the-usual-form': contactLost },
  cloudevents: { 'reads-only-the-usual-form': contactLost },
  'in-headers': { 'reads-only-the-usual-form': contactLost },
  'headers-and-envelope': { 'reads-only-the-usual-form': contactLost },
  'several-events': { 'reads-only-the-usual-form': contactLost },
  'no-name': { 'reads-only-the-usual-form': contactLost },
  'no-name-one-type': { 'reads-only-the-usual-form': /^it did not arrive as that type/ },
  'data-in-payload': { 'reads-payload-as-unknown-key': contactLost },
  'bare-record': { 'leaves-the-record-bare': contactLost },
  'flat-body': { 'takes-flat-id-for-event-id': /^they are not two events/ },
  'stable-id': { 'invents-ids': /^the id is not the SHA-256 of the body/ },
  'repeated-delivery': { 'runs-repeats': /^it did not arrive once/ },
  'same-id-other-body': { 'forgets-the-body-when-comparing': /^not both arrived/ },
  'tampered-body': { 'verifies-nothing': forgedArrived },
  'wrong-secret': { 'signs-for-itself': forgedArrived, 'claims-before-verifying': contactLost },
  'missing-signature': { 'accepts-unsigned': forgedArrived },
  'malformed-signature': { 'ignores-trailing-characters': forgedArrived },
  'signed-compact': { 'verifies-the-json-written-again': forgedArrived },
  'empty-signature': { 'accepts-an-empty-signature': forgedArrived },
  'cut-signature': { 'compares-the-start': forgedArrived },
  'padded-signature': { 'trims-the-header': forgedArrived },
  'garbled-signature': { 'accepts-what-is-not-hex': forgedArrived },
  'non-ascii-signature': { 'accepts-what-is-not-hex': forgedArrived },
  'prefixed-signature': { 'ignores-prefix': forgedArrived },
  'foreign-signature': { 'accepts-any-digest': forgedArrived },
  'rejection-answered': { 'answers-200-to-forgeries': /^the status is not 401/ },
  'subscribed-twice': {
    'subscribes-under-a-new-url': /^after subscribing again, Kolvera has other webhooks/,
  },
  'changed-events': {
    'never-changes-events': /^the choice did not take effect/,
    'forgets-the-secret-on-change': /^company\.created did not arrive once, as it was sent\b/,
  },
  'disabled-webhook': { 'never-enables': /^the webhook is not enabled/ },
  'foreign-webhook': {
    'takes-over-webhooks': /^Missing expected rejection: the user got no error/,
    'removes-foreign-webhooks': /^unsubscribing changed it/,
  },
  unsubscribed: { 'never-unsubscribes': /^the webhook is still there/ },
  'unsubscribed-twice': { 'fails-when-gone': /^There is no such webhook/ },
  'rotated-secret': { 'keeps-the-old-secret': contactLost },
  'rotation-loses-nothing': {
    'answers-200-to-forgeries': /^the event was lost/,
    'claims-before-verifying': /^the event was lost/,
  },
  'wrong-api-key': {
    'never-tests-the-key': /^it should have been refused/,
    'tells-nothing': unclear,
    'quotes-the-key': /^the sentence quotes the key/,
  },
  'revoked-api-key': { 'tells-nothing': unclear, 'forgets-after-a-failure': webhookLeft },
  'rate-limited': { 'tells-nothing': unclear, 'forgets-after-a-failure': webhookLeft },
  'api-down': { 'tells-nothing': unclear, 'forgets-after-a-failure': webhookLeft },
  'api-hangs': { 'tells-nothing': unclear, 'forgets-after-a-failure': webhookLeft },
  'lost-answer': { 'leaves-lost-webhooks': /^after unsubscribing, Kolvera has other webhooks/ },
  'nothing-told': {
    'logs-the-key': /^a secret or an API key was exposed/,
    'logs-the-secret': /^a secret or an API key was exposed/,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, RegExp>>>>;

type PlantedFaults = typeof plantedFaults;

/** A consumer with one thing wrong with it. */
export type Fault = {
  [Case in keyof PlantedFaults]: keyof PlantedFaults[Case];
}[keyof PlantedFaults];
