/** @module The trigger for any choice of events. */
import type { Catalogue } from '@kolvera/event-schema';
import type { Bundle, Trigger } from 'zapier-platform-core';
import { chosenFields } from '../output-fields.ts';
import { eventChoices, narrowingFields, readChoice, readWanted } from '../wanted-events.ts';
import { hookMethods } from './hook.ts';

export const NEW_EVENT_KEY = 'new_event';

const chosen = (bundle: Bundle) => readChoice(bundle.inputData.events);

export function newEvent(catalogue: Catalogue): Trigger {
  const title = 'New Event';
  return {
    key: NEW_EVENT_KEY,
    noun: 'Event',
    display: {
      label: title,
      description: 'Triggers when any of the events that you choose happens.',
    },
    operation: {
      type: 'hook',
      ...hookMethods({
        title,
        catalogue,
        wanted: (bundle) => readWanted(chosen(bundle), bundle),
      }),
      inputFields: [
        {
          key: 'events',
          label: 'Event Types',
          type: 'string',
          list: true,
          required: false,
          choices: eventChoices(catalogue),
          altersDynamicFields: true,
          helpText:
            'Leave this empty to receive every event, including types that Kolvera adds later.',
        },
        ...narrowingFields(catalogue),
      ],
      outputFields: chosenFields(catalogue, chosen),
      sample: { ...catalogue[0]?.sample },
    },
  };
}
