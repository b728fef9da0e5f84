/** @module What an inspection says about the catalogue. */
import {
  type Correction,
  type Corrections,
  events as catalogue,
  type EnvelopePart,
  envelopeKeys,
  type Field,
} from '@kolvera/event-schema';
import type { Inspection } from './inspection.ts';
import { fieldKey, type ObservedKey, type ObservedObject } from './observe.ts';

/** Values that may enter a public list: words, as Kolvera writes its enumerations. */
const ENUMERATED = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

export function correctionsOf(inspection: Inspection): Corrections {
  const { observed, deliveries } = inspection;
  const objects = [...inspection.fields.objects.values()];
  return {
    observed,
    deliveries,
    corrections: [
      ...envelopeCorrections(inspection),
      ...objects.flatMap((object) => {
        const renames = inspection.fields.renames.get(object.fields) ?? new Map();
        return [...object.keys].flatMap(([sent, key]) =>
          keyCorrections(object, sent, key, renames.get(sent)),
        );
      }),
    ],
    questions: [...envelopeQuestions(inspection), ...objects.flatMap(fieldQuestions)],
  };
}

function envelopeCorrections({ envelope, deliveries }: Inspection): Correction[] {
  return (Object.keys(envelopeKeys) as EnvelopePart[]).flatMap((part) =>
    Object.entries(envelope[part]).map(([sentAs, count]) => ({
      kind: 'envelope' as const,
      part,
      sentAs,
      evidence: `in ${count} of ${deliveries} deliveries`,
    })),
  );
}

function keyCorrections(
  { fields, count: objects }: ObservedObject,
  sent: string,
  { event, path, count, shape, types, values }: ObservedKey,
  renamed: string | undefined,
): Correction[] {
  const at = { event, path };
  const evidence = `in ${count} of ${objects}`;
  const key = fieldKey(fields, sent) ?? renamed;
  const field = key === undefined ? undefined : fields[key];
  if (field === undefined) {
    return shape === null ? [] : [{ kind: 'added', ...at, shape, evidence }];
  }
  const seen: Correction =
    renamed === undefined
      ? { kind: 'seen', ...at, evidence }
      : { kind: 'renamed', ...at, sentAs: sent, evidence: `${evidence}; alike in name and type` };
  const others = [...types].filter((type) => !isOf(field, type));
  const added = field.type === 'string' && field.options ? newValues(field.options, values) : [];
  return [
    // What is sent with another type is not as the catalogue has it.
    ...(others.length > 0 && renamed === undefined ? [] : [seen]),
    ...others.map((type) => ({
      kind: 'type' as const,
      ...at,
      declared: field.type,
      sent: type,
      evidence,
    })),
    ...added.map((value) => ({ kind: 'value' as const, ...at, value, evidence })),
  ];
}

function isOf(field: Field, type: string): boolean {
  return field.type === type || (field.type === 'number' && type === 'integer');
}

function newValues(options: readonly string[], values: ReadonlySet<string>): string[] {
  return [...values].filter((value) => !options.includes(value) && ENUMERATED.test(value));
}

function envelopeQuestions(inspection: Inspection): string[] {
  const { unreadable, unknownEnvelopeKeys, events, flat, ids } = inspection;
  return [
    ...(unreadable > 0 ? [`Bodies that name no event: ${unreadable}. What are they?`] : []),
    ...(unknownEnvelopeKeys.length > 0
      ? [`The envelope also has ${unknownEnvelopeKeys.join(', ')}. They are kept as they are.`]
      : []),
    ...Object.keys(events)
      .filter((name) => !catalogue.some((definition) => definition.name === name))
      .map((name) => `${JSON.stringify(name)} is not in the catalogue: add an event file for it.`),
    ...(flat > 0 ? [`Flat bodies: ${flat}. Their data is beside the envelope's keys.`] : []),
    ...(ids.missing > 0
      ? [`Bodies without an ID of the event: ${ids.missing}. It is made from the body.`]
      : []),
    ...(ids.unsafe > 0
      ? [`IDs beyond 2^53, which lose digits: ${ids.unsafe}. Ask Kolvera for text.`]
      : []),
    ...(ids.shared > 0
      ? [`IDs that came with another body too: ${ids.shared}. Are they the event's?`]
      : []),
  ];
}

function fieldQuestions({ fields, place, count, keys, oddKeys }: ObservedObject): string[] {
  const sent = new Set([...keys].map(([key, { path }]) => path.at(-1) ?? key));
  const missing = Object.keys(fields).filter((key) => !sent.has(key));
  const name = ['data', ...place.path].join('.');
  const where = `${place.event} ${name}`;
  return [
    ...(missing.length > 0
      ? [`${where}: ${missing.join(', ')} never came in ${count}. They stay, and may be empty.`]
      : []),
    ...(oddKeys > 0
      ? [`${where}: keys that may be somebody's data, and were left out: ${oddKeys}.`]
      : []),
  ];
}
