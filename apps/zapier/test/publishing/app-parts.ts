/** @module The parts of an app that Zapier's publishing checks look at. */
import type { Create, PlainInputField, PlainOutputField, Trigger } from 'zapier-platform-core';
import type listing from '../../listing.json';
import type { kolveraApp } from '../../src/app.ts';

export type App = ReturnType<typeof kolveraApp>;

/** What is submitted: the app, its entry in Zapier's directory and its logo. */
export interface Submission {
  readonly app: App;
  readonly listing: typeof listing;
  /** The bytes of logo.png. */
  readonly logo: Buffer;
}

/** A trigger or an action under the name that findings use. */
export interface Step {
  readonly name: string;
  readonly key: string;
  readonly isTrigger: boolean;
  readonly label: string;
  readonly description: string;
  readonly operation: Trigger['operation'] | Create['operation'];
}

export function steps(app: App): Step[] {
  const step = (part: Trigger | Create, isTrigger: boolean): Step => ({
    name: `${isTrigger ? 'trigger' : 'action'} ${part.key}`,
    key: part.key,
    isTrigger,
    label: part.display.label ?? '',
    description: part.display.description ?? '',
    operation: part.operation,
  });
  return [
    ...Object.values(app.triggers).map((trigger) => step(trigger, true)),
    ...Object.values(app.creates).map((create) => step(create, false)),
  ];
}

export function inputFields({ operation }: Step): PlainInputField[] {
  return (operation.inputFields ?? []).filter((field) => typeof field !== 'function');
}

/** The output fields that are there before a user has chosen anything. */
export function staticOutputFields({ operation }: Step): PlainOutputField[] {
  return (operation.outputFields ?? []).filter((field) => typeof field !== 'function');
}

/** Every text in a value, with its place. */
export function texts(value: unknown, at = 'app'): { at: string; text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${at}.${key}`));
}

/** The value of an output field (`data__contact__email`) in a sample. */
export function valueAt(sample: unknown, key: string): unknown {
  return key
    .split('__')
    .reduce<unknown>(
      (inner, step) =>
        typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined,
      sample,
    );
}
