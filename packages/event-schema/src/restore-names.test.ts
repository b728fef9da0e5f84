import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printKnownEvents } from '../scripts/known-events.ts';
import { sentNames } from '../scripts/sent-names.ts';
import { events } from './catalogue.ts';
import { object, text } from './describe-field.ts';
import type { EventDefinition } from './event-definition.ts';
import type { Field, Fields } from './field.ts';
import { isObject } from './is-object.ts';
import { restoreNames } from './restore-names.ts';
import { imaginaryEvent } from './testing.ts';

/** The definition with every field sent under another key: `email` as `email_`. */
function sentOtherwise(definition: EventDefinition): EventDefinition {
  return { ...definition, data: otherwise(definition.data) };
}

function otherwise(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, { ...inside(field), sentAs: `${key}_` }]),
  );
}

function inside(field: Field): Field {
  if (field.type === 'object') return { ...field, fields: otherwise(field.fields) };
  return field.type === 'array' ? { ...field, items: inside(field.items) } : field;
}

/** A value whose keys all have something at their end. */
function sent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sent);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [`${key}_`, sent(one)]));
}

test.each(events.map((definition) => [definition.name, definition] as const))(
  '%s is restored, whichever of its keys are sent otherwise',
  (_, definition) => {
    const names = sentNames(sentOtherwise(definition)) ?? {};
    const { changed_fields, ...data }: Record<string, unknown> = definition.sample.data;
    expect(restoreNames(sent(data) as Record<string, unknown>, names)).toEqual(data);
    expect(restoreNames(data, names)).toEqual(data);
    if (!Array.isArray(changed_fields)) return;
    const changed = changed_fields.map((field) => `${field}_`);
    expect(restoreNames({ changed_fields_: changed }, names)).toEqual({ changed_fields });
  },
);

const imaginary = { ...imaginaryEvent, subject: 'contact', data: {} } as const;
const email = text('observed', 'Email', 'An address.');

test('nothing is printed for an event whose keys are sent as the catalogue has them', () => {
  const data = { contact: object('observed', 'Contact', 'Somebody.', { email }) };
  expect(sentNames({ ...imaginary, data })).toBeUndefined();
  expect(printKnownEvents([{ ...imaginary, data }])).not.toContain('sentNames');
});

test('what reading needs is printed', () => {
  const fields = { email: { ...email, sentAs: 'email_address' } };
  const contact = object('observed', 'Contact', 'Somebody.', fields, { sentAs: 'person' });
  const printed = printKnownEvents([{ ...imaginary, narrowedBy: [], data: { contact } }]);
  expect(printed).toContain('const contactFields = ["email","email_address"];');
  expect(printed).toContain(
    'const sentNames = {"contact":{"key":"contact","inner":{"email_address":{"key":"email"}}},"person":',
  );
  expect(printed).toContain(
    '{ record: { key: \'contact\', sentAs: \'person\', fields: contactFields }, keys: ["contact","person"], narrowedBy: [], sentNames: sentNames }',
  );
});

test('property: nothing is lost or invented, and restoring twice is restoring once', () => {
  const names = { person: { key: 'contact', inner: { mail: { key: 'email' } } }, a: { key: 'b' } };
  const keys = fc.constantFrom('person', 'contact', 'mail', 'email', 'a', 'b', '__proto__', 'c');
  const data = fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.string())));
  fc.assert(
    fc.property(data, (data) => {
      const restored = restoreNames(data, names);
      expect(Object.keys(restored)).toHaveLength(Object.keys(data).length);
      expect(leaves(restored).sort()).toEqual(leaves(data).sort());
      expect(restoreNames(restored, names)).toEqual(restored);
    }),
  );
});

function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isObject(value) ? Object.values(value).flatMap(leaves) : [JSON.stringify(value) ?? ''];
}
