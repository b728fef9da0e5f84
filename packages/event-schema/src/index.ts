/** @module What Kolvera sends. */
export { type Catalogue, events } from './catalogue.ts';
export { envelopeFields } from './envelope-fields.ts';
export type { EventName, EventOf, KolveraEvent, ParsedEvent, UnknownEvent } from './event.ts';
export { ALL_EVENTS, eventChoice, isChosen } from './event-choice.ts';
export {
  defineEvent,
  type EventDefinition,
  type EventSample,
  type Narrowing,
} from './event-definition.ts';
export { type EventField, eventFields } from './event-fields.ts';
export { EventParseError, type EventParseErrorCode } from './event-parse-error.ts';
export { eventPlaces } from './event-places.ts';
export type {
  BooleanField,
  Field,
  FieldSource,
  Fields,
  ListField,
  NumberField,
  ObjectField,
  ObjectOf,
  TextField,
  TextFormat,
  ValueOf,
} from './field.ts';
export { isObject } from './is-object.ts';
export { type JsonSchema, jsonSchema } from './json-schema.ts';
export type { KnownEvent } from './known-event.ts';
export { isKnownEvent, knownEvent, narrowedBy } from './known-events.ts';
export {
  type NarrowingChoice,
  narrowingChoices,
  narrowings,
  narrowingValues,
} from './narrowing.ts';
export { nestsTooDeep } from './nesting.ts';
export { identifyEvents, parseEvents } from './parse-events.ts';
export { isUnnamed, type ReadOptions, readEvent } from './read-event.ts';
export type { SentNames } from './restore-names.ts';
export { type SampleOverrides, sampleEvent } from './sample-event.ts';
export { type Category, type Subject, subjectTraits } from './subjects.ts';
