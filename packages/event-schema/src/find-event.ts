import { events } from './catalogue.ts';
import type { EventName } from './event.ts';
import type { EventDefinition } from './event-definition.ts';

/**
 * The definition under a name of the catalogue; a definition is given back as it is.
 *
 * @throws {RangeError} When the catalogue has no such name, with `code` unknown_event_name.
 */
export function findEvent(event: EventName | EventDefinition): EventDefinition {
  if (typeof event !== 'string') return event;
  const definition = events.find(({ name }) => name === event);
  if (definition) return definition;
  const message = `Kolvera has no event called "${event}". Use a name from the catalogue.`;
  throw Object.assign(new RangeError(message), { code: 'unknown_event_name' });
}
