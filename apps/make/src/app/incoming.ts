/**
 * @module What Make does with a delivery: verify, normalise, filter by event type.
 *
 * Make hands the parsed body over and no bytes, so that the HMAC is over `createJSON(body)`: exact
 * when the sender writes JSON as JSON.stringify does (docs/make.md has the table). The reading of
 * the envelope is event-schema's, as far as expressions can say it.
 */
import { ALL_EVENTS } from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import type { IncomingSection, TemplateJson } from '../definition/communication.ts';

const every = `contains(parameters.events, '${ALL_EVENTS}')`;

/** The choice as the API takes it: `["*"]` alone, or names. An expression has no array literals. */
export const chosenEvents = `if(${every}, split('${ALL_EVENTS}', ','), parameters.events)`;

const signature = `headers.\`${SIGNATURE_HEADER}\``;
const body = 'createJSON(body)';
const name = 'ifempty(body.event, ifempty(body.type, body.event_type))';
const hasData = '(body.data || body.payload)';

/**
 * Only a false switches verification off: compared as text, because whether `=` takes '' and 0 for
 * false is documented nowhere.
 * @param secret the expression of the secret.
 */
export function incoming(secret: string): IncomingSection {
  const genuine = `if(createJSON(parameters.verify) = 'false', true, ${matches(secret)})`;
  const chosen = `${every} || contains(parameters.events, ${name})`;
  return {
    verification: {
      condition: `{{if(${genuine}, false, true)}}`,
      respond: { status: 401, type: 'json', body: { error: 'invalid_signature' } },
    },
    condition: `{{${genuine} && ${name} && (${chosen})}}`,
    respond: { status: 200, type: 'json', body: { ok: true } },
    output,
  };
}

/** False, and no error, when the secret or the header is missing. */
function matches(secret: string): string {
  return `if(${secret} && ${signature}, lower(${signature}) = sha256(${body}, 'hex', ${secret}), false)`;
}

const hasId = `${hasData} && body.id`;
const nameKey = "if(body.event, 'event', if(body.type, 'type', 'event_type'))";
const dataKey = "if(body.data, 'data', 'payload')";
const unknownKeys = `omit(body, 'id', 'event', 'created_at', 'workspace_id', 'data', ${nameKey}, ${dataKey})`;
const flatData = `omit(body, ${nameKey}, 'created_at', 'workspace_id')`;

/**
 * `{ id, event, created_at, workspace_id, data }` and the envelope's unknown keys. An id counts
 * only beside `data` or `payload`: in a flat body it is the record's own. Two expressions make the
 * id a text, whatever Kolvera sends; joining texts with `+` is nowhere documented.
 */
const output: TemplateJson = {
  '{{...}}': `{{if(${hasData}, ${unknownKeys}, null)}}`,
  id: `{{if(${hasId}, body.id, 'sha256:')}}{{if(${hasId}, '', sha256(${body}))}}`,
  event: `{{${name}}}`,
  created_at: '{{ifempty(body.created_at, null)}}',
  workspace_id: '{{ifempty(body.workspace_id, null)}}',
  data: `{{ifempty(body.data, ifempty(body.payload, ${flatData}))}}`,
};
