/** @module The sample that each ready workflow can be run with before Kolvera has sent anything. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ALL_EVENTS, type EventName, sampleEvent } from '@kolvera/event-schema';

const FOLDER = new URL('../templates/', import.meta.url);
const TRIGGER = 'n8n-nodes-kolvera.kolveraTrigger';
const ANY_EVENT: EventName = 'contact.created';

/** The node that puts out the event in the workflow without a Kolvera Trigger. */
const READ_EVENT = 'Read Event';

interface Workflow {
  readonly nodes: readonly {
    readonly name: string;
    readonly type: string;
    readonly parameters: { readonly events?: readonly [string] };
  }[];
}

/** The templates' texts as they have to be, by their paths. */
export async function templatesWithPinnedData(): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).sort();
  const entries = files.map(async (file) => {
    const path = fileURLToPath(new URL(file, FOLDER));
    const workflow: Workflow = JSON.parse(await readFile(path, 'utf8'));
    const text = JSON.stringify({ ...workflow, pinData: pinnedData(workflow) }, null, 2);
    return [path, `${text}\n`] as const;
  });
  return new Map(await Promise.all(entries));
}

function pinnedData({ nodes }: Workflow): object {
  const trigger = nodes.find(({ type }) => type === TRIGGER);
  const chosen = trigger?.parameters.events?.[0] ?? ALL_EVENTS;
  const event = chosen === ALL_EVENTS ? ANY_EVENT : (chosen as EventName);
  return { [trigger?.name ?? READ_EVENT]: [{ json: sampleEvent(event) }] };
}
