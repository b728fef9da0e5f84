import { bundle } from '@kolvera/test-support/bundle';
import { expect, test } from 'vitest';
import { events } from './catalogue.ts';
import * as library from './index.ts';
import { isKnownEvent } from './known-events.ts';
import { parseEvents } from './parse-events.ts';
import * as testing from './testing.ts';

test('exported names: removing or renaming one breaks whoever imports it', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "ALL_EVENTS",
      "EventParseError",
      "defineEvent",
      "envelopeFields",
      "eventChoice",
      "eventFields",
      "eventPlaces",
      "events",
      "identifyEvents",
      "isChosen",
      "isKnownEvent",
      "isObject",
      "isUnnamed",
      "jsonSchema",
      "knownEvent",
      "narrowedBy",
      "narrowingChoices",
      "narrowingValues",
      "narrowings",
      "nestsTooDeep",
      "parseEvents",
      "readEvent",
      "sampleEvent",
      "subjectTraits",
    ]
  `);
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "imaginaryEvent",
      "withImaginaryEvent",
    ]
  `);
});

test('parsing carries no labels and no samples', async () => {
  const { gzipped } = await bundle(`export { parseEvents } from './index.ts'`, import.meta.dirname);
  expect(gzipped).toBeLessThan(3_000);
});

test('what the package has beside the catalogue stays small', async () => {
  const { gzipped } = await bundle(`export * from './index.ts'`, import.meta.dirname, [
    '*/catalogue.ts',
    '*/envelope-fields.ts',
  ]);
  expect(gzipped).toBeLessThan(4_500);
});

test('every event of the catalogue is known, and the imaginary one is not', () => {
  const known = (sample: unknown) => parseEvents(JSON.stringify(sample)).every(isKnownEvent);
  for (const { sample } of events) expect(known(sample)).toBe(true);
  expect(known(testing.imaginaryEvent.sample)).toBe(false);
});
