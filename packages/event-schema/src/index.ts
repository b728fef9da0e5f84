export { type Catalogue, events } from './catalogue.ts';
export type { EventName, EventOf, KolveraEvent, ParsedEvent, UnknownEvent } from './event.ts';
export {
  type Category,
  defineEvent,
  type EventDefinition,
  type Subject,
} from './event-definition.ts';
export type { Field, FieldSource, Fields, ObjectOf, TextFormat, ValueOf } from './field.ts';
