/** @module Which source file of the catalogue declares what. */
import { events as catalogue, type EventDefinition } from '@kolvera/event-schema';

export const SOURCE = 'packages/event-schema/src';

/** The files in entities/ that declare the fields of these objects in an event's data. */
const ENTITY_FILES: Readonly<Record<string, string>> = {
  campaign: 'campaign',
  stats: 'campaign',
  step: 'campaign-email',
  inbox: 'campaign-email',
  company: 'company',
  contact: 'contact',
  meeting: 'meeting',
  job: 'enrichment-job',
};

/** The source file that declares a field of an event's data. */
export function fileOf({ name, subject, data }: EventDefinition, path: readonly string[]): string {
  const [top = '', inner] = path;
  const entity = inner === undefined ? undefined : ENTITY_FILES[top];
  if (entity !== undefined) return `${SOURCE}/entities/${entity}.ts`;
  const field = data[top];
  const isShared =
    catalogue.filter((other: EventDefinition) => other.data[top] === field).length > 1;
  return field !== undefined && isShared
    ? `${SOURCE}/entities/${subject.replace('_', '-')}.ts`
    : `${SOURCE}/events/${name.replaceAll(/[._]/g, '-')}.ts`;
}
