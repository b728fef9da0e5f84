/** @module `kolvera inspect`: what captured deliveries say about the catalogue. */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Correction, Corrections } from '@kolvera/event-schema';
import { CommandError, Unsuccessful } from '../command-error.ts';
import { DELIVERIES } from '../listening/listen.ts';
import { printable } from '../printable.ts';
import { type Printer, printer, table } from '../printer.ts';
import { openProject } from '../project.ts';
import type { Surroundings } from '../surroundings.ts';
import { readCaptures } from './captures.ts';
import { correctionsOf } from './corrections.ts';
import { type Inspection, inspectCaptures } from './inspection.ts';

export interface InspectOptions {
  readonly corrections?: string;
  readonly json?: boolean;
}

/** @throws Unsuccessful where the catalogue has to be corrected; CommandError as `readCaptures`. */
export function inspect(
  around: Surroundings,
  paths: readonly string[],
  options: InspectOptions,
): void {
  const out = printer(around, options);
  const captures = readCaptures(around.cwd, paths.length > 0 ? paths : [keptBy(around)]);
  const inspection = inspectCaptures(captures, new Date().toISOString().slice(0, 10));
  const corrections = correctionsOf(inspection);
  out.result(printable(describe(inspection, corrections, out)), asData(inspection, corrections));
  if (options.corrections !== undefined) {
    const file = resolve(around.cwd, options.corrections);
    writeFileSync(file, `${JSON.stringify(corrections, null, 2)}\n`);
    out.note(`Wrote ${file}. Read it, then: npm run correct -- ${options.corrections}`);
  }
  if (corrections.corrections.some(differs)) throw new Unsuccessful();
}

/** The deliveries that `kolvera listen` kept. @throws CommandError `no_deliveries` */
function keptBy(around: Surroundings): string {
  const file = join(openProject(around.cwd).folder, DELIVERIES);
  if (existsSync(file)) return file;
  throw new CommandError(
    'no_deliveries',
    'kolvera listen has kept no deliveries here. Name the files that hold captured ones.',
  );
}

/** Whether the catalogue, and not only a mark, has to change. */
function differs(correction: Correction): boolean {
  return !['seen', 'envelope'].includes(correction.kind);
}

function describe(inspection: Inspection, corrections: Corrections, { paint }: Printer): string {
  const { deliveries, events, neverSeen, ids, outOfOrder } = inspection;
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
  const rows = corrections.corrections.filter(differs).map(rowOf);
  const seen = corrections.corrections.filter(({ kind }) => kind === 'seen').length;
  return [
    `Deliveries: ${deliveries}. Events: ${total}, of ${Object.keys(events).length} types.`,
    ...section('Envelope', [envelopeTable(inspection)]),
    ...section('How JSON is written', formLines(inspection)),
    ...section('IDs, repeats, order', [
      `Without an ID: ${ids.missing}. IDs that are numbers: ${ids.numbers}. Repeats: ${ids.repeated}.`,
      `Came after an event that was created later: ${outOfOrder}.`,
    ]),
    ...section(`Fields (${seen} are as the catalogue has them)`, [
      rows.length === 0
        ? 'Nothing differs.'
        : table([['Event', 'Field', 'Differs', 'Evidence'], ...rows]),
    ]),
    ...section('To decide', corrections.questions),
    ...section('Never seen', neverSeen.length === 0 ? [] : [neverSeen.join(', ')]),
  ].join('\n');
}

function envelopeTable({ envelope, flat }: Inspection): string {
  const rows = Object.entries(envelope).map(([part, keys]) => [
    part,
    Object.entries(keys)
      .map(([key, count]) => `${key} (${count})`)
      .join(', ') || (part === 'data' && flat > 0 ? 'none: the body is flat' : 'none'),
  ]);
  return table([['Part', 'Sent as'], ...rows]);
}

function formLines({ forms }: Inspection): string[] {
  return Object.entries(forms).map(([form, count]) =>
    form === 'compact'
      ? `${count} as JSON.stringify writes: Make can verify it.`
      : `${count} with ${form}: Make, which is given no bytes, cannot verify what it would write otherwise.`,
  );
}

function rowOf(correction: Correction): string[] {
  if (correction.kind === 'envelope') return [];
  const { event, path, evidence } = correction;
  return [event, ['data', ...path].join('.'), differenceOf(correction), evidence];
}

function differenceOf(correction: Correction): string {
  switch (correction.kind) {
    case 'renamed':
      return `sent as ${correction.sentAs}`;
    case 'added':
      return `new: ${correction.shape.type}`;
    case 'value':
      return `new value: ${correction.value}`;
    case 'type':
      return `BREAKING: ${correction.sent}, not ${correction.declared}`;
    default:
      return '';
  }
}

function asData(inspection: Inspection, corrections: Corrections) {
  const { fields: _, ...data } = inspection;
  return { ...data, ...corrections };
}
