/** @module The demo's report as a table. */
import { styleText } from 'node:util';
import { type Cell, type Column, type DemoReport, succeeded } from './demo-report.ts';

const TITLE_WIDTH = 24;
const ABSENT: Cell = { ok: false, text: 'not run' };

/** @returns the table, the notes of its cells, and a line per consumer. */
export function demoTable(report: DemoReport): string {
  const { columns, eventRows, hostileRows, repeatRows } = report;
  const widths = columns.map(({ consumer }) => Math.max(consumer.length, 8) + 2);
  const notes: string[] = [];

  const show = ({ ok, text, limit, note }: Cell, width: number) => {
    if (note !== undefined && !notes.includes(note)) notes.push(note);
    const suffix = limit ? ' *' : note === undefined ? '' : ` [${notes.indexOf(note) + 1}]`;
    return styleText(ok ? (limit ? 'yellow' : 'green') : 'red', (text + suffix).padStart(width));
  };
  const line = (title: string, cellOf: (column: Column, width: number) => string) =>
    title.padEnd(TITLE_WIDTH) + columns.map((column, i) => cellOf(column, widths[i] ?? 0)).join('');
  const rule = '─'.repeat(TITLE_WIDTH + widths.reduce((sum, width) => sum + width, 0));
  const rows = (titles: readonly string[]) => [
    ...titles.map((title) =>
      line(title, ({ cells }, width) => show(cells[title] ?? ABSENT, width)),
    ),
    rule,
  ];

  const body = [
    line('Event', ({ consumer }, width) => consumer.padStart(width)),
    rule,
    ...[eventRows, hostileRows, repeatRows].flatMap(rows),
  ];
  const explained = notes.map((note, i) => `[${i + 1}] ${note}`);
  const isLimited = columns.some(({ cells }) => Object.values(cells).some(({ limit }) => limit));
  return [
    ...body,
    ...explained,
    ...(isLimited ? ['* A limit of the platform: see docs/platform-limits.md.'] : []),
    '',
    ...columns.map((column) => summary(report, column)),
    succeeded(report)
      ? styleText('green', 'Every event arrived verified and complete; every forgery was rejected.')
      : styleText('red', 'The demo failed: see the red cells above.'),
  ].join('\n');
}

function summary(
  { eventRows, hostileRows, repeatRows }: DemoReport,
  { consumer, cells, failure }: Column,
) {
  if (failure !== undefined) return `${consumer}: stopped. ${failure}`;
  const held = (rows: readonly string[]) => rows.filter((row) => cells[row]?.ok).length;
  const times = eventRows.flatMap((row) => cells[row]?.milliseconds ?? []).sort((a, b) => a - b);
  const median = Math.max(1, Math.round(times[Math.floor(times.length / 2)] ?? 0));
  const repeats = repeatRows.flatMap((row) =>
    cells[row] ? [`${row}: ran ${cells[row].text}`] : [],
  );
  const found = [
    `${consumer}: ${held(eventRows)} of ${eventRows.length} events arrived (median ${median} ms)`,
    `${held(hostileRows)} of ${hostileRows.length} forgeries rejected`,
    ...repeats,
  ];
  return `${found.join(', ')}.`;
}
