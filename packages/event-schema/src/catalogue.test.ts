import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { type Catalogue, events } from './catalogue.ts';
import { eventFields } from './event-fields.ts';
import type { Field, Fields } from './field.ts';
import { jsonSchema } from './json-schema.ts';
import { withImaginaryEvent } from './testing.ts';

const catalogue: Catalogue = withImaginaryEvent();

test('every file in src/events has its line in the catalogue', () => {
  const files = readdirSync(new URL('./events/', import.meta.url));
  const expected = events.map(({ name }) => `${name.replaceAll(/[._]/g, '-')}.ts`);
  expect(files.sort()).toEqual(expected.sort());
});

test('samples differ from each other', () => {
  const samples = events.map(({ sample }) => JSON.stringify(sample.data));
  expect(new Set(samples).size).toBe(events.length);
  expect(new Set(events.map(({ sample }) => sample.id)).size).toBe(events.length);
});

describe.each(catalogue.map((definition) => [definition.name, definition] as const))(
  '%s',
  (name, definition) => {
    test('words are as the platforms want them', () => {
      expect(definition.label).toMatch(/^([A-Z][A-Za-z]*)( [A-Z][A-Za-z]*)*$/);
      expect(definition.label.length).toBeGreaterThanOrEqual(2);
      expect(definition.label.length).toBeLessThanOrEqual(64);
      expect(definition.firesWhen).toMatch(/^Triggers when [^.]+\.$/);
      for (const { label, description } of eventFields(definition)) {
        expect(label).toMatch(/^[A-Z]\w*( [A-Z]\w*)*$/);
        expect(description).toMatch(/^[A-Z][^\n]+\.$/);
      }
    });

    test('field labels are unique', () => {
      const labels = eventFields(definition).map(({ label }) => label);
      expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
    });

    test('the sample is valid by an independent validator', () => {
      const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
      const validate = ajv.compile(jsonSchema(definition));
      expect(validate(definition.sample), JSON.stringify(validate.errors)).toBe(true);
      expect(definition.sample.event).toBe(name);
    });

    test('the sample has every field, and no other', () => {
      expectWhole(definition.data, definition.sample.data);
    });

    test('dates carry their zone, and addresses are nobody’s', () => {
      const text = JSON.stringify(definition.sample);
      for (const [time] of text.matchAll(/\d{4}-\d\d-\d\dT[^"]*/g)) {
        expect(time).toMatch(/T\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
      }
      for (const [, host] of text.matchAll(/(?:@|https:\/\/)([\w.-]+)/g)) {
        expect(host).toMatch(/\.example$/);
      }
    });
  },
);

function expectWhole(fields: Fields, value: unknown) {
  const object = value as Record<string, unknown>;
  expect(Object.keys(object).sort()).toEqual(Object.keys(fields).sort());
  for (const [key, field] of Object.entries(fields)) expectValue(field, object[key]);
}

function expectValue(field: Field, value: unknown) {
  expect(value).not.toBeNull();
  if (field.important) expect(value).not.toBe('');
  if (field.type === 'object') expectWhole(field.fields, value);
  if (field.type === 'array') for (const item of value as unknown[]) expectValue(field.items, item);
  if (field.type === 'string' && field.options) expect(field.options).toContain(value);
}
