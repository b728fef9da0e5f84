import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type DemoReport, succeeded } from './demo-report.ts';
import { demoTable } from './demo-table.ts';

const good: DemoReport = {
  eventRows: ['contact.created', 'meeting.booked'],
  hostileRows: ['unsigned'],
  repeatRows: ['sent twice'],
  columns: [
    {
      consumer: 'Own endpoint (HTTP)',
      cells: {
        'contact.created': { ok: true, text: '3 ms', milliseconds: 3 },
        'meeting.booked': { ok: true, text: '5 ms', milliseconds: 5 },
        unsigned: { ok: true, text: 'rejected' },
        'sent twice': { ok: true, text: '2 times', limit: true },
      },
      limits: [
        { id: 'repeated-delivery', promise: 'Once.', reason: 'The platform keeps no memory.' },
      ],
    },
  ],
};

function withCell(row: string, cell: DemoReport['columns'][number]['cells'][string]): DemoReport {
  const columns = good.columns.map((column) => ({
    ...column,
    cells: { ...column.cells, [row]: cell },
  }));
  return { ...good, columns };
}

const print = (report: DemoReport) => stripVTControlCharacters(demoTable(report));

describe('the table', () => {
  test('shows events down and consumers across', () => {
    const lines = print(good).split('\n');
    expect(lines[0]).toMatch(/^Event +Own endpoint \(HTTP\)$/);
    expect(lines[2]).toMatch(/^contact\.created +3 ms$/);
  });

  test('explains what a cell notes', () => {
    const lost = print(
      withCell('meeting.booked', { ok: false, text: 'LOST', note: 'It is gone.' }),
    );
    expect(lost).toMatch(/meeting\.booked +LOST \[1\]/);
    expect(lost).toContain('[1] It is gone.');
  });

  test('marks what a platform cannot do, and says where the reason is', () => {
    expect(print(good)).toMatch(/sent twice +2 times \*/);
    expect(print(good)).toContain('docs/platform-limits.md');
    const once = withCell('sent twice', { ok: true, text: 'once' });
    expect(print(once)).not.toContain('docs/platform-limits.md');
  });

  test('sums up at a glance', () => {
    expect(print(good)).toContain(
      '2 of 2 events arrived (median 5 ms), 1 of 1 forgeries rejected, sent twice: ran 2 times.',
    );
  });

  test('says what stopped a consumer', () => {
    const stopped = {
      ...good,
      columns: [{ consumer: 'n8n', cells: {}, limits: [], failure: 'It has no port.' }],
    };
    expect(print(stopped)).toContain('n8n: stopped. It has no port.');
    expect(print(stopped)).toContain('not run');
  });
});

describe('succeeded', () => {
  test('holds when every cell does', () => expect(succeeded(good)).toBe(true));

  test.each([
    ['an event was lost', withCell('meeting.booked', { ok: false, text: 'LOST' })],
    ['a forgery got through', withCell('unsigned', { ok: false, text: 'ACCEPTED' })],
    ['a row was not run', { ...good, eventRows: [...good.eventRows, 'company.created'] }],
    ['there is no consumer', { ...good, columns: [] }],
  ])('fails when %s', (_, report) => expect(succeeded(report)).toBe(false));
});
