/**
 * @module The choice of event types, as Kolvera's API lists them: an event that Kolvera adds can be
 * chosen before this app knows of it. While the API gives no list, it is the catalogue's.
 */
import { ALL_EVENTS, type Catalogue } from '@kolvera/event-schema';
import { listEventTypes } from '@kolvera/webhook-api';
import type { RpcComponent } from '../definition/make-app.ts';
import { CONNECTION } from './connection.ts';
import { isCollection } from './expressions.ts';
import { kolveraRequest } from './kolvera-request.ts';
import { sentenceCase } from './sentence-case.ts';
import { ALL_EVENTS_LABEL } from './webhook-params.ts';

/** The RPC's id, which is its name in Make too. */
export const EVENT_TYPES = 'listEventTypes';

export function eventTypesRpc(catalogue: Catalogue): RpcComponent {
  const known = catalogue.map(({ name }) => name).join(',');
  const isList = isCollection('body.data[1]');
  const names = `if(${isList}, map(body.data, 'name'), split('${known}', ','))`;
  return {
    label: 'List event types',
    connection: CONNECTION,
    communication: {
      ...kolveraRequest(listEventTypes(), 'connection'),
      response: {
        // Whatever the status: without the API's list, there is the catalogue's.
        valid: '{{true}}',
        iterate: `{{merge(split('${ALL_EVENTS}', ','), ${names})}}`,
        output: { label: `{{${labels(catalogue)}}}`, value: '{{item}}' },
      },
    },
    params: [],
  };
}

/** The catalogue's label of a name, or the name itself. */
function labels(catalogue: Catalogue): string {
  const known = [
    [ALL_EVENTS, ALL_EVENTS_LABEL],
    ...catalogue.map(({ name, label }) => [name, sentenceCase(label)]),
  ];
  const cases = known.map(([name, label]) => `'${name}', '${label}'`).join(', ');
  return `switch(item, ${cases}, item)`;
}
