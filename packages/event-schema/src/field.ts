/**
 * @module The vocabulary in which entities and events are described: plain data with a type.
 *
 * A description is one object that serves types (`ValueOf`), JSON Schema, labelled field lists and
 * the event reference. It is plain data so that connectors can bundle it without a schema library.
 */

/**
 * `published`: Kolvera uses this word in public. `assumed`: our reading; see docs/events.md.
 * `observed`: real deliveries have shown it; docs/truth.md says how.
 */
export type FieldSource = 'published' | 'assumed' | 'observed';

/** The formats of text that Kolvera's events carry; `phone` is E.164, `timezone` an IANA name. */
export type TextFormat = 'date-time' | 'date' | 'email' | 'uri' | 'hostname' | 'phone' | 'timezone';

interface Described {
  /** What a person reads beside the value, in Title Case. */
  readonly label: string;
  /** One line that says what the value is. */
  readonly description: string;
  readonly source: FieldSource;
  /** Whether Kolvera may send null. Assumed for every field until Kolvera publishes its payloads. */
  readonly nullable: boolean;
  /** Shown before the others where a platform lists fields. */
  readonly important?: boolean;
  /** The key under which Kolvera sends it, where that is not its own. Its own stays public. */
  readonly sentAs?: string;
}

export interface TextField<Option extends string = string> extends Described {
  readonly type: 'string';
  readonly format?: TextFormat;
  /** Known values. The enumeration is open: Kolvera may add to it. */
  readonly options?: readonly Option[];
}

export interface NumberField extends Described {
  readonly type: 'integer' | 'number';
}

export interface BooleanField extends Described {
  readonly type: 'boolean';
}

export interface ListField<Item extends Field = Field> extends Described {
  readonly type: 'array';
  readonly items: Item;
}

export interface ObjectField<Inner extends Fields = Fields> extends Described {
  readonly type: 'object';
  readonly fields: Inner;
}

export type Field = TextField | NumberField | BooleanField | ListField | ObjectField;
export type Fields = { readonly [key: string]: Field };

/** The value that a field describes, without the null and the absence that every field allows. */
export type ValueOf<F> =
  F extends TextField<infer Option>
    ? string extends Option
      ? string
      : Option | (string & {})
    : F extends NumberField
      ? number
      : F extends BooleanField
        ? boolean
        : F extends ListField<infer Item>
          ? ValueOf<Item>[]
          : F extends ObjectField<infer Inner>
            ? ObjectOf<Inner>
            : never;

/** An object as it is read: every field may be absent or null, and unknown keys are kept. */
export type ObjectOf<F> = { [Key in keyof F]?: ValueOf<F[Key]> | null } & {
  [key: string]: unknown;
};
