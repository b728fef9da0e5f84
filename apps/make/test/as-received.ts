/** @module An event as a watch module gives it: its dates parsed. */
import type { Value } from '../interpreter/iml/value.ts';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/u;

export function asReceived(event: unknown): Value {
  return JSON.parse(JSON.stringify(event), (_, value: unknown) =>
    typeof value === 'string' && DATE_TIME.test(value) ? new Date(value) : value,
  );
}
