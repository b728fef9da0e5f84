/** @module The sample that each ready workflow can be run with before Kolvera has sent anything. */
import { ALL_EVENTS, type EventName, sampleEvent } from '@kolvera/event-schema';
import { type TemplateWorkflow, templates } from './templates.mts';

const TRIGGER = 'n8n-nodes-kolvera.kolveraTrigger';
const ANY_EVENT: EventName = 'contact.created';

/** The node that outputs the event in the workflow without a Kolvera Trigger. */
const READ_EVENT = 'Read Event';

/** The templates' texts as they have to be, by their paths. */
export async function templatesWithPinnedData(): Promise<ReadonlyMap<string, string>> {
  const entries = (await templates()).map(({ path, workflow }) => {
    const text = JSON.stringify({ ...workflow, pinData: pinnedData(workflow) }, null, 2);
    return [path, `${text}\n`] as const;
  });
  return new Map(entries);
}

function pinnedData({ nodes }: TemplateWorkflow): object {
  const trigger = nodes.find(({ type }) => type === TRIGGER);
  const [chosen = ALL_EVENTS] = (trigger?.parameters.events ?? []) as readonly string[];
  const event = chosen === ALL_EVENTS ? ANY_EVENT : (chosen as EventName);
  return { [trigger?.name ?? READ_EVENT]: [{ json: sampleEvent(event) }] };
}
