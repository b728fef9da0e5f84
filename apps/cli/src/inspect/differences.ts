/** @module Where captured deliveries differ from the catalogue, and what to write into its source. */
import {
  events as catalogue,
  type EnvelopePart,
  type EventDefinition,
  envelopeKeys,
  type Field,
} from '@kolvera/event-schema';
import { catalogueKey, inferField } from './infer-field.ts';
import type { Inspection } from './inspection.ts';
import type { Observation } from './observe.ts';
import { printField } from './print-field.ts';
import { isOfType } from './renames.ts';

/** Holds keys, types and counts, and of captured values only those of enumerations. */
export interface Difference {
  /** `data.contact.email`, `envelope.id`. */
  readonly field: string;
  readonly differs: string;
  /** How often it was seen. */
  readonly count: number;
  /** The source file, from the root of the repository. */
  readonly file: string;
  /** The line to write there, in place of the field's own or after the last field. */
  readonly line: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** The keys of fields that were sent as the catalogue has them and are not marked so yet, by file. */
  readonly observed: Readonly<Record<string, readonly string[]>>;
}

const SOURCE = 'packages/event-schema/src';

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

/** Values that may be printed: words, as Kolvera writes its enumerations. */
const ENUMERATED = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

export function compare({ observations, envelope }: Inspection): Comparison {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const { event, path, sent } = observation;
    const id = [fileOf(event, path), ...path, sent].join(' ');
    groups.set(id, [...(groups.get(id) ?? []), observation]);
  }
  const differences = envelopeDifferences(envelope);
  const observed: Record<string, string[]> = {};
  for (const group of groups.values()) {
    const found = compareField(group);
    differences.push(...found);
    const [first] = group;
    if (found.length > 0 || first?.field === undefined || first.field.source === 'observed')
      continue;
    const file = fileOf(first.event, first.path);
    observed[file] = [...new Set([...(observed[file] ?? []), first.path.at(-1) ?? ''])];
  }
  return { differences, observed };
}

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

function envelopeDifferences(envelope: Inspection['envelope']): Difference[] {
  const parts = Object.entries(envelopeKeys) as [EnvelopePart, readonly string[]][];
  return parts.flatMap(([part, known]) => {
    const sent = Object.entries(envelope[part]).sort(([, a], [, b]) => b - a);
    const keys = [...new Set([...sent.map(([key]) => key), ...known])];
    if (keys.join() === known.join()) return [];
    return {
      field: `envelope.${part}`,
      differs: `sent as ${sent.map(([key]) => key).join(', ')}`,
      count: sent.reduce((sum, [, count]) => sum + count, 0),
      file: `${SOURCE}/envelope-keys.ts`,
      line: `${part}: [${keys.map((key) => `'${key}'`).join(', ')}],`,
    };
  });
}

/** @param group the same field of several deliveries, sent under one key. */
function compareField(group: readonly Observation[]): Difference[] {
  const [{ event, path, sent, field } = {}] = group;
  if (event === undefined || path === undefined || sent === undefined) return [];
  const values = group.map(({ value }) => value);
  const inferred = inferField(sent, values);
  const key = field === undefined ? catalogueKey(sent) : (path.at(-1) ?? '');
  const difference = (differs: string, printed: Field): Difference => ({
    field: ['data', ...path.slice(0, -1), key].join('.'),
    differs,
    count: group.length,
    file: fileOf(event, path),
    line: printField(key, printed, field && '…'),
  });

  if (inferred === null) return [];
  if (field === undefined) return [difference(`new: ${inferred.type}`, inferred)];
  const found: Difference[] = [];
  const isRenamed = sent !== key && sent !== field.sentAs;
  const declared = isRenamed ? { ...field, sentAs: sent } : field;
  if (isRenamed) found.push(difference(`sent as ${sent}, by its name and type`, declared));
  const types = new Set(values.map((value) => inferField(sent, [value])?.type ?? field.type));
  const { label, description } = field;
  for (const type of types) {
    if (isOfType(field, type)) continue;
    const printed = { ...inferred, label, description };
    found.push(difference(`BREAKING: ${type}, not ${field.type}`, printed));
  }
  if (declared.type === 'string' && declared.options !== undefined) {
    const known: readonly unknown[] = declared.options;
    const added = [...new Set(values.map(String))].filter(
      (value) => ENUMERATED.test(value) && !known.includes(value),
    );
    const options = [...declared.options, ...added];
    if (added.length > 0) {
      found.push(difference(`new value: ${added.join(', ')}`, { ...declared, options }));
    }
  }
  return found;
}
