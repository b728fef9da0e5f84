/** @module The demo's report as a table for a person. */
import { styleText } from 'node:util';
import { type Cell, type DemoReport, succeeded } from './demo-report.ts';

const TITLE_WIDTH = 24;
const ABSENT: Cell = { ok: false, text: 'not run' };

/** Where the reasons are, so that the verdict stays in sight. */
const LIMITS = 'docs/platform-limits.md';

/** @returns the table, what its cells note, and a line per consumer; so far, where it still runs. */
export function demoTable(report: DemoReport): string {
  const { columns, eventRows, hostileRows, repeatRows } = report;
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
        columns.map(({ cells, pending }, i) => {
          const width = widths[i] ?? 0;
          const cell = cells[title];
          if (cell === undefined && pending) return styleText('dim', '·'.padStart(width));
          return show(cell ?? ABSENT, width);
        }),
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
    ...rows(repeatRows),
    rule,
  ];
  const explained = notes.map((note, i) => `[${i + 1}] ${note}`);
  const limited = columns.some(({ cells }) => Object.values(cells).some(({ limit }) => limit));
  return [
    ...body,
    ...explained,
    ...(limited ? [`* The platform cannot do it; why is in ${LIMITS}.`] : []),
    '',
    ...columns.map((column) => summary(report, column)),
    columns.some(({ pending }) => pending) ? 'Running …' : verdict(report),
  ].join('\n');
}

function summary(
  { eventRows, hostileRows, repeatRows }: DemoReport,
  { consumer, cells, failure }: DemoReport['columns'][number],
) {
  if (failure !== undefined) return `${consumer}: it stopped. ${failure}`;
  const held = (rows: readonly string[]) => rows.filter((row) => cells[row]?.ok).length;
  const times = eventRows.flatMap((row) => cells[row]?.milliseconds ?? []).sort((a, b) => a - b);
  const median = Math.max(1, Math.round(times[Math.floor(times.length / 2)] ?? 0));
  const repeats = repeatRows.flatMap((row) =>
    cells[row] ? [`${row}: ran ${cells[row].text}`] : [],
  );
  return [
    `${consumer}: ${held(eventRows)} of ${eventRows.length} events arrived (median ${median} ms)`,
    `${held(hostileRows)} of ${hostileRows.length} forgeries rejected`,
    ...repeats,
  ]
    .join(', ')
    .concat('.');
}

function verdict(report: DemoReport): string {
  return succeeded(report)
    ? styleText('green', 'Every event arrived verified and complete; nothing forged got through.')
    : styleText('red', 'The demo failed: see the red cells above.');
}
