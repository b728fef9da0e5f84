/** @module `kolvera inspect`: compares captured deliveries with the catalogue. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { events as catalogue, eventFields } from '@kolvera/event-schema';
import { CommandError, Unsuccessful } from '../command-error.ts';
import { DELIVERIES } from '../listen/listen.ts';
import { printable } from '../printable.ts';
import { type Printer, printer, table } from '../printer.ts';
import { openProject } from '../project.ts';
import type { Surroundings } from '../surroundings.ts';
import { readCaptures } from './captures.ts';
import { compare, type Difference } from './differences.ts';
import { type Inspection, inspectCaptures } from './inspection.ts';

export interface InspectOptions {
  readonly json?: boolean;
}

/** @throws Unsuccessful where the catalogue differs; CommandError as `readCaptures`. */
export function inspect(
  around: Surroundings,
  paths: readonly string[],
  options: InspectOptions,
): void {
  const out = printer(around, options);
  const captures = readCaptures(around.cwd, paths.length > 0 ? paths : [storedBy(around)]);
  const report = reportOf(inspectCaptures(captures));
  out.result(printable(describe(report, out)), report);
  if (report.differences.length > 0) throw new Unsuccessful();
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
  const { observations: _, ...counts } = inspection;
  return { ...counts, ...compare(inspection), questions: questionsOf(inspection) };
}

function describe(report: Report, { paint }: Printer): string {
  const { deliveries, events, neverSeen, ids, differences, observed } = report;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
  return [
    `Deliveries: ${deliveries}. Event types: ${Object.keys(events).length}. Repeats: ${ids.repeated}.`,
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
    form === 'compact'
      ? `${count} compact, as JSON.stringify writes it: Make can verify these.`
      : `${count} with ${form}: Make cannot verify these, because it gets parsed JSON.`,
  );
}

/** What only a person can decide. */
function questionsOf(inspection: Inspection): string[] {
  const { unreadable, unknownEnvelopeKeys, events, flat, ids, observations } = inspection;
  const unknown = Object.keys(events).filter((name) => !catalogue.some((one) => one.name === name));
  const sent = new Set(observations.map(({ event, path }) => `${event.name} ${path.join('.')}`));
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
    ...(unreadable > 0 ? [`Bodies that name no event: ${unreadable}. What are they?`] : []),
    ...(unknownEnvelopeKeys.length > 0
      ? [`The envelope also has ${unknownEnvelopeKeys.join(', ')}. These keys are kept.`]
      : []),
    ...unknown.map((name) => `${JSON.stringify(name)} is not in the catalogue: add an event file.`),
    ...(flat > 0 ? [`Flat bodies: ${flat}. Their data is beside the envelope's keys.`] : []),
    ...(ids.missing > 0 ? [`Bodies without an event ID: ${ids.missing}.`] : []),
    ...(ids.unsafe > 0 ? [`IDs beyond 2^53, which lose digits: ${ids.unsafe}.`] : []),
    ...(ids.shared > 0 ? [`IDs that came with another body too: ${ids.shared}.`] : []),
    ...missing.flatMap(([name, paths]) =>
      paths.length > 0 ? [`${name} never had ${paths.join(', ')}.`] : [],
    ),
  ];
}
