import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { events } from './catalogue.ts';
import * as library from './index.ts';
import { isKnownEvent } from './is-known-event.ts';
import { parseEvent } from './parse-event.ts';
import * as testing from './testing.ts';

/** The bytes, minified and gzipped, that a consumer of these exports carries. */
async function bundledSize(contents: string) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    conditions: ['@kolvera/source'],
  });
  return gzipSync(outputFiles[0]?.contents ?? '').length;
}

test('exported names: removing or renaming one breaks whoever imports it', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "EventParseError",
      "defineEvent",
      "eventFields",
      "events",
      "identifyEvent",
      "isKnownEvent",
      "jsonSchema",
      "parseEvent",
      "sampleEvent",
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
  expect(await bundledSize(`export { parseEvent } from './index.ts'`)).toBeLessThan(1600);
});

test('the whole package stays small', async () => {
  expect(await bundledSize(`export * from './index.ts'`)).toBeLessThan(10_000);
});

test('every event of the catalogue is known, and the imaginary one is not', () => {
  const known = (sample: unknown) => isKnownEvent(parseEvent(JSON.stringify(sample)));
  for (const { sample } of events) expect(known(sample)).toBe(true);
  expect(known(testing.imaginaryEvent.sample)).toBe(false);
});
