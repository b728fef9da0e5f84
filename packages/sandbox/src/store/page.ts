/** @module One page of a list. */
import { integer, type Row } from './row.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page starts; null after the last. */
  readonly next: number | null;
}

/** @param rows up to `limit + 1`; the extra one shows that there is another page. */
export function pageOf<Item>(
  rows: readonly Row[],
  limit: number,
  read: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(read),
    next: last !== undefined && rows.length > limit ? integer(last, 'seq') : null,
  };
}
