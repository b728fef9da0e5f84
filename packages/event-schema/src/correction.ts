/**
 * @module What real deliveries have shown about the catalogue: `kolvera inspect` writes it, and
 * `npm run correct` applies it. It holds keys, types and counts, and of values only those of
 * enumerations: nothing of anybody's data.
 */
import type { EnvelopePart } from './envelope-keys.ts';
import type { TextFormat } from './field.ts';

/** What a value looks like. */
export type Shape =
  | { readonly type: 'string'; readonly format?: TextFormat }
  | { readonly type: 'integer' | 'number' | 'boolean' }
  | { readonly type: 'array'; readonly items: Shape }
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Shape>> };

/** Where a field is: an event that has it, and the keys that lead to it in the event's data. */
interface At {
  readonly event: string;
  /** By the catalogue's keys: `['contact', 'email']`. Items of lists have no key. */
  readonly path: readonly string[];
}

interface Shown {
  /** How often, and what made us think so. */
  readonly evidence: string;
}

export type Correction = Shown &
  (
    | { readonly kind: 'envelope'; readonly part: EnvelopePart; readonly sentAs: string }
    /** The field is sent as the catalogue has it. */
    | ({ readonly kind: 'seen' } & At)
    | ({ readonly kind: 'renamed'; readonly sentAs: string } & At)
    /** A field that the catalogue lacks. */
    | ({ readonly kind: 'added'; readonly shape: Shape } & At)
    /** A value that an enumeration lacks. */
    | ({ readonly kind: 'value'; readonly value: string } & At)
    /** Another type than the catalogue's. Breaking, so it is reported and never applied by itself. */
    | ({ readonly kind: 'type'; readonly declared: string; readonly sent: string } & At)
  );

export interface Corrections {
  /** The day of the newest delivery, or of the inspection: `2026-11-25`. */
  readonly observed: string;
  /** How many deliveries were inspected. */
  readonly deliveries: number;
  readonly corrections: readonly Correction[];
  /** What a person has to decide; the script ignores it. */
  readonly questions: readonly string[];
}
