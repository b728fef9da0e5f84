import { eventFields, events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { expect, test } from 'vitest';
import { chosenFields, dataFields, outputFields } from './output-fields.ts';

const catalogue = withImaginaryEvent();
const [contactCreated] = events;

test('a nested field has a flat key and a whole label', () => {
  expect(outputFields(contactCreated)).toContainEqual({
    key: 'data__contact__email',
    label: 'Contact Email',
    type: 'string',
  });
});

test('times are typed as such', () => {
  expect(outputFields(contactCreated)).toContainEqual(
    expect.objectContaining({ key: 'created_at', type: 'datetime' }),
  );
});

test.each(catalogue)('$name: important fields come first, and none is lost', (definition) => {
  const fields = eventFields(definition);
  const important = fields.filter((field) => field.important).map(({ path }) => path.join('__'));
  const keys = outputFields(definition).map(({ key }) => key);
  expect(keys.slice(0, important.length)).toEqual(important);
  const labels = outputFields(definition).flatMap(({ label, children }) =>
    (children ?? [{ label }]).map((field) => field.label),
  );
  expect(labels.sort()).toEqual(fields.map(({ label }) => label).sort());
});

test.each(catalogue)('$name: no important field of the sample is empty', (definition) => {
  const important = eventFields(definition).filter((field) => field.important);
  const values = important.map(({ path }) =>
    path.reduce<unknown>((value, key) => Object(value)[key], definition.sample),
  );
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter((value) => value === undefined || value === null || value === '')).toEqual(
    [],
  );
});

test.each(catalogue)('$name: every value of the sample has its field', (definition) => {
  const keys = outputFields(definition).map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(leaves(definition.sample)));
});

test('a list of objects is one field with children, as Zapier has line items', () => {
  expect(outputFields(imaginaryEvent)).toContainEqual({
    key: 'data__waiting',
    children: [
      { key: 'step_number', label: 'Waiting Step Number', type: 'integer' },
      { key: 'contacts', label: 'Waiting Contacts', type: 'integer' },
    ],
  });
});

test('a field that several events share has the same label and type in each', () => {
  const known = new Map<string, object>();
  for (const field of catalogue.flatMap((definition) => outputFields(definition))) {
    expect(field).toEqual(known.get(field.key) ?? field);
    known.set(field.key, field);
  }
});

test('several events share their common fields', () => {
  const keys = dataFields(catalogue).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const common = chosenFields(catalogue, () => []).flatMap((field) =>
    typeof field === 'function' ? [] : field.key,
  );
  expect(common.sort()).toEqual(['created_at', 'event', 'id', 'workspace_id'].sort());
});

test('the fields of a single chosen event carry its sample', () => {
  const fields = dataFields([imaginaryEvent]);
  expect(fields.some(({ sample }) => sample !== undefined)).toBe(true);
  expect(dataFields(catalogue).every(({ sample }) => sample === undefined)).toBe(true);
});

/** The keys of all values in a sample that are not objects; a list counts as one value. */
function leaves(value: unknown, key = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key];
  return Object.entries(value).flatMap(([step, inner]) =>
    leaves(inner, key === '' ? step : `${key}__${step}`),
  );
}
