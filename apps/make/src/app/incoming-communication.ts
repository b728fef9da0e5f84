/**
 * @module What Make does with a delivery: verify, filter, normalise.
 *
 * Make gives the parsed body and no bytes, so the signature is compared with those of the body
 * written again, in six ways (writings.ts; docs/make.md has the table).
 */
import { ALL_EVENTS, type Catalogue } from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import type { IncomingSection } from '../definition/communication.ts';
import { readDelivery } from './envelope.ts';
import { tellingFields } from './telling-fields.ts';
import { HAND_OVER, OFF } from './webhook-params.ts';
import { isSigned } from './writings.ts';

const every = `contains(parameters.events, '${ALL_EVENTS}')`;

/** The choice as the API takes it: `["*"]` alone, or names. An expression has no array literals. */
export const chosenEvents = `if(${every}, split('${ALL_EVENTS}', ','), parameters.events)`;

const { name, event } = readDelivery({ body: 'body', headers: 'headers' });
/** Compared as JSON, because what `=` makes of values of two types is documented nowhere. */
const is = (choice: string) => `createJSON(parameters.verify) = '"${choice}"'`;

const isGenuine = (secret: string) => isSigned(`headers.\`${SIGNATURE_HEADER}\``, secret);

/** Whether a delivery is genuine, or does not have to be. */
export function isAccepted(secret: string): string {
  return `if(${is(OFF)}, true, if(${is(HAND_OVER)}, true, ${isGenuine(secret)}))`;
}

/**
 * @param secret the expression of the secret.
 * @param catalogue the events that the webhook offers.
 */
export function incomingCommunication(secret: string, catalogue: Catalogue): IncomingSection {
  const genuine = isGenuine(secret);
  const accepted = isAccepted(secret);
  return {
    verification: {
      condition: `{{if(${accepted}, false, true)}}`,
      respond: { status: 401, type: 'json', body: { error: 'invalid_signature' } },
    },
    condition: `{{if(${accepted}, ${isWanted(catalogue)}, false)}}`,
    respond: { status: 200, type: 'json', body: { ok: true } },
    output: {
      ...event(`if(${every}, 'unknown', parameters.events[1])`, every),
      verified: `{{if(${is(OFF)}, false, ${genuine})}}`,
    },
  };
}

/**
 * Of one event type alone, Kolvera sends nothing else: a delivery that names no event is of that
 * type, if it has a field of its data.
 */
function isWanted(catalogue: Catalogue): string {
  const field = `'/"(${tellingFields(catalogue).join('|')})":[^n]/'`;
  const hasField = `replace(createJSON(body), ${field}, '') != createJSON(body)`;
  const only = `if(length(parameters.events) = 1 && ${hasField}, parameters.events[1], '')`;
  return `${every} || contains(parameters.events, ifempty(${name}, ${only}))`;
}
