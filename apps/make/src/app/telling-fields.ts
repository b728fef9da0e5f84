/** @module Fields by which one recognises the data of some events, in a delivery that names none. */
import type { Catalogue, Fields } from '@kolvera/event-schema';

/** Fields that a ping or a test message may have as well. */
const TELLS_NOTHING = ['id', 'name', 'title', 'type', 'status', 'created_at', 'updated_at'];

/** How many characters they may take: the expression has to stay short. */
const ROOM = 64;

/** The records, as Kolvera sends them, then fields of the first. */
export function tellingFields(catalogue: Catalogue): readonly string[] {
  const records = catalogue.flatMap(({ data }) =>
    keysOf(data).filter((_, at) => Object.values(data)[at]?.type === 'object'),
  );
  const [record] = Object.values(catalogue[0]?.data ?? {});
  const inner = record?.type === 'object' ? keysOf(record.fields) : [];
  const found = new Set([...records, ...inner].filter((key) => !TELLS_NOTHING.includes(key)));
  let room = ROOM;
  return [...found].filter((key) => {
    room -= key.length;
    return room > 0;
  });
}

function keysOf(fields: Fields): readonly string[] {
  return Object.entries(fields).map(([key, { sentAs }]) => sentAs ?? key);
}
