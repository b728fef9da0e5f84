/** @module Which key that the catalogue lacks is one of its fields under another name. */
import type { Field, Fields, Shape } from '@kolvera/event-schema';

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
export function alike(one: string, other: string): number {
  const a = wordsOf(one);
  const b = wordsOf(other);
  const shared = a.filter((word) => b.includes(word)).length;
  const all = new Set([...a, ...b]).size;
  return shared === all ? 1 : shared / all;
}

function fits(shape: Shape | null, field: Field): boolean {
  if (shape === null) return true;
  if (field.type !== shape.type) return field.type === 'number' && shape.type === 'integer';
  if (shape.type !== 'string' || field.type !== 'string') return true;
  return shape.format === undefined || field.format === undefined || shape.format === field.format;
}

/**
 * The renames that names and types suggest, the surest first; each key and each field is used once.
 *
 * @param unknown keys that were sent and the catalogue lacks, with what they look like.
 * @param missing fields that were not sent.
 */
export function guessRenames(
  unknown: ReadonlyMap<string, Shape | null>,
  missing: Fields,
): ReadonlyMap<string, string> {
  const pairs = [...unknown].flatMap(([sent, shape]) =>
    Object.entries(missing)
      .filter(([, field]) => fits(shape, field))
      .map(([key]) => ({ sent, key, likeness: alike(sent, key) })),
  );
  const renames = new Map<string, string>();
  for (const { sent, key, likeness } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (likeness < LIKELY || renames.has(sent) || [...renames.values()].includes(key)) continue;
    renames.set(sent, key);
  }
  return renames;
}
