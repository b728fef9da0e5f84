/** @module `kolvera inspect`: compares captured deliveries with the catalogue. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { events as catalogue, eventFields } from '@kolvera/event-schema';
import { CommandError, Unsuccessful } from '../command-error.ts';
import { DELIVERIES } from '../listen/listen.ts';
import { printable } from '../printable.ts';
import { type Printer, printer, table } from '../printer.ts';
import { openProject } from '../project.ts';
import type { Surroundings } from '../surroundings.ts';
import { compare, type Difference } from './differences.ts';
import { type Inspection, inspectCaptures } from './inspection.ts';
import { makeVerifies } from './json-form.ts';
import { READABLE, readCaptures } from './read-captures.ts';
import { readDelivery } from './read-delivery.ts';

export interface InspectOptions {
  readonly json?: boolean;
}

/**
 * @throws Unsuccessful where the catalogue differs, or something could not be read; CommandError
 * `no_event` where nothing names an event, and as `readCaptures`.
 */
export async function inspect(
  around: Surroundings,
  paths: readonly string[],
  options: InspectOptions,
): Promise<void> {
  const out = printer(around, options);
  const files = paths.length > 0 ? paths : [storedBy(around)];
  const { captures, unreadable } = await readCaptures(around.cwd, files, around.interrupted);
  const read: ReturnType<typeof readDelivery>[] = [];
  for (const capture of captures) {
    read.push(readDelivery(capture));
    if (read.length % 1000 === 0) await setImmediate();
    around.interrupted.throwIfAborted();
  }
  const inspection = inspectCaptures(captures, read);
  if (Object.keys(inspection.events).length === 0) throw noEvent(inspection, unreadable);
  const report = { ...reportOf(inspection), unreadable: inspection.unreadable + unreadable.length };
  out.result(printable(describe(report, out)), report);
  for (const place of unreadable.slice(0, 10)) out.note(`Not readable: ${place}`);
  if (report.differences.length > 0 || report.unreadable + report.unnamed > 0) {
    throw new Unsuccessful();
  }
}

function noEvent({ deliveries, unnamed, unnamedKeys }: Inspection, unreadable: readonly string[]) {
  const keys =
    unnamedKeys.length > 0 ? `, with the keys ${unnamedKeys.slice(0, 20).join(', ')}` : '';
  const saw = [
    ...(unnamed > 0 ? [`${unnamed} JSON bodies that name no event of Kolvera${keys}`] : []),
    ...(deliveries > unnamed ? [`${deliveries - unnamed} bodies that are not JSON`] : []),
    ...(unreadable.length > 0 ? [`text that holds no body (${unreadable[0]})`] : []),
  ];
  return new CommandError(
    'no_event',
    `No event found. Seen: ${saw.join('; ') || 'nothing'}.\nkolvera inspect reads: ${READABLE}`,
  );
}

/** The deliveries that `kolvera listen` stored. @throws CommandError `no_deliveries` */
function storedBy(around: Surroundings): string {
  const file = join(openProject(around.cwd).folder, DELIVERIES);
  if (existsSync(file)) return file;
  throw new CommandError(
    'no_deliveries',
    'kolvera listen has stored no deliveries here. Name the files that hold captured ones.',
  );
}

export type Report = ReturnType<typeof reportOf>;

/** For programs: as --json prints it. */
export function reportOf(inspection: Inspection) {
  const { fields: _, newPlaces: __, ...counts } = inspection;
  return { ...counts, ...compare(inspection), questions: questionsOf(inspection) };
}

function describe(report: Report, { paint }: Printer): string {
  const { deliveries, events, neverSeen, ids, differences, observed } = report;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  return [
    `Deliveries: ${deliveries}. Events: ${total}, of ${Object.keys(events).length} types. Repeats: ${ids.repeated}.`,
    ...section('Envelope', [envelopeTable(report)]),
    ...section('JSON', formLines(report)),
    ...section('Differences', differences.length > 0 ? differences.flatMap(linesOf) : ['None.']),
    ...section(
      "Sent as assumed: mark as 'observed'",
      Object.entries(observed).map(([file, keys]) => `${file}: ${keys.join(', ')}`),
    ),
    ...section('To decide', report.questions),
    ...section('Not seen yet', neverSeen.length === 0 ? [] : [neverSeen.join(', ')]),
  ].join('\n');
}

function linesOf({ field, differs, count, file, line }: Difference): string[] {
  return [`${field}: ${differs} (${count})`, `  ${file}`, `  ${line}`];
}

function envelopeTable({ envelope, flat }: Report): string {
  const rows = Object.entries(envelope).map(([part, keys]) => [
    part,
    Object.entries(keys)
      .map(([key, count]) => `${key} (${count})`)
      .join(', ') || (part === 'data' && flat > 0 ? 'none: the body is flat' : 'none'),
  ]);
  return table([['Part', 'Sent as'], ...rows]);
}

function formLines({ forms }: Report): string[] {
  return Object.entries(forms).map(([form, count]) =>
    makeVerifies(form)
      ? `${count} ${form}: Make's watch modules can verify these.`
      : `${count} with ${form}: Make's watch modules cannot verify these. Its action Read an event can.`,
  );
}

/** What only a person can decide. */
function questionsOf(inspection: Inspection): string[] {
  const { unnamed, unknownEnvelopeKeys, events, flat, ids, fields } = inspection;
  const sent = new Set(
    fields.flatMap(({ events: names, path }) =>
      [...names].map((name) => `${name} ${path.join('.')}`),
    ),
  );
  const missing = catalogue
    .filter(({ name }) => Object.hasOwn(events, name))
    .map((event) => ({
      event,
      paths: eventFields(event).map(({ path }) => path.slice(1).join('.')),
    }))
    .map(
      ({ event, paths }) =>
        [
          event.name,
          paths.filter((path) => path !== '' && !sent.has(`${event.name} ${path}`)),
        ] as const,
    );
  return [
    ...(unnamed > 0 ? [`Bodies that name no event: ${unnamed}. What are they?`] : []),
    ...(unknownEnvelopeKeys.length > 0
      ? [`The envelope also has ${unknownEnvelopeKeys.join(', ')}. These keys are kept.`]
      : []),
    ...(flat > 0 ? [`Flat bodies: ${flat}. Their data is beside the envelope's keys.`] : []),
    ...(ids.missing > 0 ? [`Bodies without an event ID: ${ids.missing}.`] : []),
    ...(ids.shared > 0 ? [`IDs that came with another body too: ${ids.shared}.`] : []),
    ...missing.flatMap(([name, paths]) =>
      paths.length > 0 ? [`${name} never had ${paths.join(', ')}.`] : [],
    ),
  ];
}
