/** @module The demo's report as a table for a person. */
import { styleText } from 'node:util';
import { type Cell, type DemoReport, succeeded } from './demo-report.ts';

const TITLE_WIDTH = 24;
const ABSENT: Cell = { ok: false, text: 'not run' };

/** @returns the table, what its cells note, the platforms' limits, and a line per consumer. */
export function demoTable(report: DemoReport): string {
  const { columns, eventRows, hostileRows } = report;
  const widths = columns.map(({ consumer }) => Math.max(consumer.length, 8) + 2);
  const notes: string[] = [];

  const mark = (note: string) => {
    if (!notes.includes(note)) notes.push(note);
    return ` [${notes.indexOf(note) + 1}]`;
  };
  const show = (cell: Cell, width: number) => {
    const suffix = cell.limit ? ' *' : cell.note === undefined ? '' : mark(cell.note);
    const text = `${cell.text}${suffix}`.padStart(width);
    return styleText(cell.ok ? (cell.limit ? 'yellow' : 'green') : 'red', text);
  };
  const line = (title: string, cells: readonly string[]) =>
    `${title.padEnd(TITLE_WIDTH)}${cells.join('')}`;
  const rows = (titles: readonly string[]) =>
    titles.map((title) =>
      line(
        title,
        columns.map(({ cells }, i) => show(cells[title] ?? ABSENT, widths[i] ?? 0)),
      ),
    );
  const rule = '─'.repeat(TITLE_WIDTH + widths.reduce((sum, width) => sum + width, 0));

  const body = [
    line(
      'Event',
      columns.map(({ consumer }, i) => consumer.padStart(widths[i] ?? 0)),
    ),
    rule,
    ...rows(eventRows),
    rule,
    ...rows(hostileRows),
    rule,
  ];
  const explained = notes.map((note, i) => `[${i + 1}] ${note}`);
  return [
    ...body,
    ...explained,
    ...limitLines(columns),
    '',
    ...columns.map((column) => summary(report, column)),
    verdict(report),
  ].join('\n');
}

/** Every limit that a platform has, whether this demo meets it or not. */
function limitLines(columns: DemoReport['columns']): readonly string[] {
  const lines = columns.flatMap(({ consumer, limits }) =>
    limits.map(({ id, reason }) => `  ${consumer}, ${id}: ${reason}`),
  );
  return lines.length === 0
    ? []
    : ['', '* Limits of the platforms (docs/platform-limits.md says what each means):', ...lines];
}

function summary(
  { eventRows, hostileRows }: DemoReport,
  { consumer, cells, failure }: DemoReport['columns'][number],
) {
  if (failure !== undefined) return `${consumer}: it stopped. ${failure}`;
  const held = (rows: readonly string[]) =>
    rows.filter((row) => cells[row]?.ok && !cells[row].limit).length;
  const limits = hostileRows.filter((row) => cells[row]?.limit).length;
  const times = eventRows.flatMap((row) => cells[row]?.milliseconds ?? []).sort((a, b) => a - b);
  const median = Math.max(1, Math.round(times[Math.floor(times.length / 2)] ?? 0));
  return [
    `${consumer}: ${held(eventRows)} of ${eventRows.length} events arrived (median ${median} ms)`,
    `${held(hostileRows)} of ${hostileRows.length} hostile deliveries handled`,
    ...(limits > 0 ? [`${limits} beyond the platform's limits`] : []),
  ]
    .join(', ')
    .concat('.');
}

function verdict(report: DemoReport): string {
  return succeeded(report)
    ? styleText('green', 'Every event arrived verified and complete; nothing forged got through.')
    : styleText('red', 'The demo failed: see the red cells above.');
}
