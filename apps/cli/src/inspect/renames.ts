/** @module Guesses which unknown key is a field of the catalogue under another name. */
import type { Field, Fields } from '@kolvera/event-schema';
import { inferField } from './infer-field.ts';

/** Words that mean the same in field names, by the word that the catalogue uses. */
const SYNONYMS: Readonly<Record<string, string>> = {
  mail: 'email',
  given: 'first',
  family: 'last',
  surname: 'last',
  person: 'contact',
  lead: 'contact',
  organisation: 'company',
  organization: 'company',
  telephone: 'phone',
  mobile: 'phone',
  sequence: 'campaign',
  uuid: 'id',
  uid: 'id',
};

/** Words that add nothing beside another: `full_name`, `email_address`. */
const FILLERS: ReadonlySet<string> = new Set(['full', 'address', 'number', 'value', 'job', 'the']);

const LIKELY = 0.5;

function wordsOf(key: string): readonly string[] {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((word) => SYNONYMS[word] ?? word);
  const telling = words.filter((word) => !FILLERS.has(word));
  return telling.length > 0 ? telling : words;
}

/** 1 for the same words, 0 for no word in common. */
function alike(one: string, other: string): number {
  const a = wordsOf(one);
  const b = wordsOf(other);
  const shared = a.filter((word) => b.includes(word)).length;
  const all = new Set([...a, ...b]).size;
  return shared === all ? 1 : shared / all;
}

/** The catalogue's key of a field, by the key that was sent. */
export function fieldKey(fields: Fields, sent: string): string | undefined {
  const as = Object.keys(fields).find((key) => fields[key]?.sentAs === sent);
  return as ?? (Object.hasOwn(fields, sent) ? sent : undefined);
}

/**
 * The fields that one object seems to carry under other names, by the key that was sent. The surest
 * come first; each key and each field is used once.
 */
export function guessRenames(
  fields: Fields,
  value: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  const unknown = Object.keys(value).filter((sent) => fieldKey(fields, sent) === undefined);
  const known = Object.keys(value).map((sent) => fieldKey(fields, sent));
  const missing = Object.entries(fields).filter(([key]) => !known.includes(key));
  const pairs = unknown.flatMap((sent) => {
    const type = inferField(sent, [value[sent]])?.type;
    return missing
      .filter(([, field]) => type === undefined || isOfType(field, type))
      .map(([key]) => ({ sent, key, likeness: alike(sent, key) }));
  });
  const renames = new Map<string, string>();
  for (const { sent, key, likeness } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (likeness < LIKELY || renames.has(sent) || [...renames.values()].includes(key)) continue;
    renames.set(sent, key);
  }
  return renames;
}

export function isOfType(field: Field, type: Field['type']): boolean {
  return field.type === type || (field.type === 'number' && type === 'integer');
}
