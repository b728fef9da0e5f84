/**
 * @module Narrowing a choice of events: the fields of a webhook's form and the condition on a delivery.
 * It decides as `isWanted` of @kolvera/delivery does: a narrowing applies only to events that support
 * it, and an event that lacks the value to decide by passes.
 */
import {
  type Catalogue,
  type EventDefinition,
  type Narrowing,
  narrowingChoices,
  narrowings,
} from '@kolvera/event-schema';
import type { Parameter } from '../definition/parameter.ts';
import { dataAt, eventName, sentPath } from './envelope.ts';
import { isArrayOfTexts, isOneOf, plainText, share } from './expressions.ts';
import { sentenceCase } from './sentence-case.ts';

/** Parameter names are the narrowings' own, and public: never change one. */
const NARROWINGS = Object.keys(narrowings) as Narrowing[];

/** The optional fields for the narrowings that a catalogue's events support. */
export function narrowingParams(catalogue: Catalogue): readonly Parameter[] {
  return narrowed(catalogue).map(([narrowing, events]) => {
    const { label, description } = narrowings[narrowing];
    const options = optionsOf(narrowing, events);
    return {
      name: narrowing,
      label: sentenceCase(label),
      help: description,
      ...(options.length > 0
        ? { type: 'select', multiple: true, options }
        : { type: 'array', spec: { type: 'text', label: 'ID or name' } }),
    };
  });
}

function optionsOf(narrowing: Narrowing, events: readonly EventDefinition[]) {
  const choices = events.flatMap((event) => narrowingChoices(event, narrowing) ?? []);
  const byValue = new Map(choices.map(({ value, label }) => [value, sentenceCase(label)]));
  return [...byValue].map(([value, label]) => ({ label, value }));
}

/** The conditions that a delivered event has to meet, one for each narrowing. */
export function narrowedCondition(catalogue: Catalogue): readonly string[] {
  return narrowed(catalogue).map(([narrowing, events]) => {
    const wanted = `parameters.${narrowing}`;
    const isConcerned = isOneOf(
      eventName,
      events.map(({ name }) => name),
    );
    // Without a value, `length` has nothing to count.
    const isJudged = `if(${wanted}, if(length(${wanted}) > 0, ${isConcerned}, false), false)`;
    return `if(${isJudged}, ${fits[narrowing](wanted, events)}, true)`;
  });
}

const fits: Readonly<
  Record<Narrowing, (wanted: string, events: readonly EventDefinition[]) => string>
> = {
  campaigns(wanted, events) {
    const campaignAt = (key: string) =>
      plainText(dataAt(sentPath(events[0]?.data ?? {}, ['campaign', key])));
    const id = campaignAt('id');
    const name = campaignAt('name');
    const isNamed = `if(${id}, true, ${name})`;
    return `if(${isNamed}, contains(${wanted}, ${id}) || contains(${wanted}, ${name}), true)`;
  },
  changedFields(wanted, [event]) {
    const fields = dataAt(sentPath(event?.data ?? {}, ['changed_fields']));
    // A list with objects or empty texts cannot be decided by: such an event passes.
    const isOdd = (text: string) => `contains(createJSON(${fields}), '${text}')`;
    const isPlain = `if(${isArrayOfTexts(fields)}, if(${isOdd('{')}, false, if(${isOdd('""')}, false, true)), false)`;
    return `if(${isPlain}, ${share(wanted, fields)}, true)`;
  },
};

function narrowed(catalogue: Catalogue) {
  return NARROWINGS.map(
    (narrowing) =>
      [narrowing, catalogue.filter((event) => event.narrowedBy?.includes(narrowing))] as const,
  ).filter(([, events]) => events.length > 0);
}
