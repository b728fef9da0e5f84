/**
 * @module What Make does with a delivery: verify, filter, normalise.
 *
 * Make gives the parsed body and no bytes, so the HMAC is over `createJSON(body)`: exact if the sender
 * writes JSON as JSON.stringify does (docs/make.md has the table).
 */
import { ALL_EVENTS, type Catalogue } from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import type { IncomingSection } from '../definition/communication.ts';
import { eventName, normalised } from './envelope.ts';
import { narrowedCondition } from './narrowing.ts';

const every = `contains(parameters.events, '${ALL_EVENTS}')`;

/** The choice as the API takes it: `["*"]` alone, or names. An expression has no array literals. */
export const chosenEvents = `if(${every}, split('${ALL_EVENTS}', ','), parameters.events)`;

const signature = `headers.\`${SIGNATURE_HEADER}\``;
const body = 'createJSON(body)';

/**
 * Only a false switches verification off: compared as text, because whether `=` takes '' and 0 for
 * false is documented nowhere.
 * @param secret the expression of the secret.
 * @param catalogue the events that the webhook offers.
 */
export function incomingCommunication(secret: string, catalogue: Catalogue): IncomingSection {
  const genuine = `if(createJSON(parameters.verify) = 'false', true, ${matches(secret)})`;
  const chosen = `(${every} || contains(parameters.events, ${eventName}))`;
  const wanted = [genuine, eventName, chosen, ...narrowedCondition(catalogue)];
  return {
    verification: {
      condition: `{{if(${genuine}, false, true)}}`,
      respond: { status: 401, type: 'json', body: { error: 'invalid_signature' } },
    },
    condition: `{{${allOf(wanted)}}}`,
    respond: { status: 200, type: 'json', body: { ok: true } },
    output: normalised(`sha256(${body})`),
  };
}

/** False at the first false condition; the rest is not evaluated. */
function allOf([first = 'true', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `if(${first}, ${allOf(others)}, false)`;
}

/** False, and no error, when the secret or the header is missing. */
function matches(secret: string): string {
  return `if(${secret} && ${signature}, lower(${signature}) = sha256(${body}, 'hex', ${secret}), false)`;
}
