/** @module One instant trigger per event of the catalogue. */
import type { Catalogue, EventDefinition } from '@kolvera/event-schema';
import type { Trigger } from 'zapier-platform-core';
import { outputFields } from '../output-fields.ts';
import { narrowingFields, readWanted } from '../wanted-events.ts';
import { hookMethods } from './hook.ts';

/** `campaign.email.sent` → `campaign_email_sent`: Zapier allows no dots in keys. */
export function triggerKey(eventName: string): string {
  return eventName.replaceAll('.', '_');
}

export function eventTrigger(definition: EventDefinition, catalogue: Catalogue): Trigger {
  const { name, label, noun, firesWhen } = definition;
  return {
    key: triggerKey(name),
    noun,
    display: { label, description: firesWhen },
    operation: {
      type: 'hook',
      ...hookMethods({ title: label, catalogue, wanted: (bundle) => readWanted([name], bundle) }),
      inputFields: narrowingFields([definition]),
      outputFields: outputFields(definition),
      sample: { ...definition.sample },
    },
  };
}
