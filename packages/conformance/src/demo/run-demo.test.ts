import { events } from '@kolvera/event-schema';
import { expect, test } from 'vitest';
import type { Fault } from '../../test/planted-faults.ts';
import { referenceConsumer } from '../../test/reference-consumer.ts';
import type { Subject } from '../subject.ts';
import { type Cell, type DemoReport, succeeded } from './demo-report.ts';
import { runDemo } from './run-demo.ts';

const TIMEOUT = 60_000;

/** The cells that do not hold, by row. */
function failures({
  columns,
  eventRows,
  hostileRows,
  repeatRows,
}: DemoReport): Record<string, Cell | undefined> {
  const cells = columns[0]?.cells ?? {};
  const rows = [...eventRows, ...hostileRows, ...repeatRows].filter((row) => !cells[row]?.ok);
  return Object.fromEntries(rows.map((row) => [row, cells[row]]));
}

/** Hands its user every event without its data. */
function emptyHanded(): Subject {
  const sound = referenceConsumer();
  return {
    ...sound,
    async start(kolvera) {
      const running = await sound.start(kolvera);
      const received = async () => (await running.received()).map((e) => ({ ...e, data: {} }));
      return { ...running, received };
    },
  };
}

test('a sound consumer gets every event and fends off the rest', {
  timeout: TIMEOUT,
}, async () => {
  const report = await runDemo([referenceConsumer()]);
  expect(failures(report)).toEqual({});
  expect(report.eventRows).toHaveLength(events.length);
  expect(succeeded(report)).toBe(true);
});

/** Hands its user every time in UTC. */
function parsingDates(parsesDates: boolean): Subject {
  const sound = referenceConsumer();
  const inUtc = (_: string, value: unknown) =>
    /^\d{4}-\d\d-\d\dT/.test(String(value)) ? new Date(String(value)).toISOString() : value;
  return {
    ...sound,
    parsesDates,
    async start(kolvera) {
      const running = await sound.start(kolvera);
      const received = async () => JSON.parse(JSON.stringify(await running.received()), inUtc);
      return { ...running, received };
    },
  };
}

test('takes another writing of a time only from a platform that parses dates', {
  timeout: TIMEOUT,
}, async () => {
  expect(failures(await runDemo([parsingDates(true)]))).toEqual({});
  const { 'contact.created': cell } = failures(await runDemo([parsingDates(false)]));
  expect(cell?.text).toBe('WRONG');
});

test('reports each column when it is complete', { timeout: TIMEOUT }, async () => {
  const reported: unknown[] = [];
  const { columns } = await runDemo([referenceConsumer()], (column) => reported.push(column));
  expect(reported).toEqual(columns);
});

test.each<[Fault, string[]]>([
  ['verifies-nothing', ['tampered body', 'wrong secret', 'unsigned']],
  ['accepts-unsigned', ['unsigned']],
  ['runs-repeats', ['sent twice']],
])('a consumer that %s fails in %j', { timeout: TIMEOUT }, async (fault, rows) => {
  const report = await runDemo([referenceConsumer(fault)]);
  expect(Object.keys(failures(report))).toEqual(rows);
  expect(succeeded(report)).toBe(false);
});

test('an event that arrives without its data is WRONG', { timeout: TIMEOUT }, async () => {
  const wrong = failures(await runDemo([emptyHanded()]));
  expect(Object.keys(wrong)).toHaveLength(events.length);
  expect(wrong['meeting.booked']).toMatchObject({
    text: 'WRONG',
    note: 'What arrived is not the meeting.booked that was sent.',
  });
});

test('a consumer that does not start has a reason in place of cells', {
  timeout: TIMEOUT,
}, async () => {
  const start = () => Promise.reject(new Error('It has no port.'));
  const report = await runDemo([{ ...referenceConsumer(), start }]);
  expect(report.columns).toMatchObject([{ cells: {}, failure: 'It has no port.' }]);
  expect(succeeded(report)).toBe(false);
});
