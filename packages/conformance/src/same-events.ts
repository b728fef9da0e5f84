/** @module Whether what arrived is what was sent, as far as the platform leaves dates as they were sent. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Subject } from './subject.ts';

type Dates = Pick<Subject, 'parsesDates'>;

/** @throws AssertionError */
export function expectSame(
  dates: Dates,
  arrived: unknown,
  expected: unknown,
  message: string,
): void {
  assert.deepEqual(comparable(arrived, dates), comparable(expected, dates), message);
}

export function isSame(dates: Dates, arrived: unknown, expected: unknown): boolean {
  return isDeepStrictEqual(comparable(arrived, dates), comparable(expected, dates));
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** With every time written in UTC, where the platform parses dates. */
function comparable(events: unknown, { parsesDates = false }: Dates): unknown {
  if (!parsesDates) return events;
  return JSON.parse(JSON.stringify(events), (_, value: unknown) =>
    typeof value === 'string' && DATE_TIME.test(value) ? new Date(value).toISOString() : value,
  );
}
