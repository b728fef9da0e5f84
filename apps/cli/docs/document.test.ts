/**
 * @module Whether the document and the recording are what the commands print.
 * @slow Runs every command of the document.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeDocument } from './document.ts';
import { makeRecording } from './recording.ts';

const TIMEOUT = 120_000;
const read = (file: string) => readFile(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');

// `npm run generate -w apps/cli` writes both.
test('docs/cli.md shows what the commands print', { timeout: TIMEOUT }, async () => {
  expect(await makeDocument()).toBe(await read('cli.md'));
});

test('the recording shows what kolvera listen shows', { timeout: TIMEOUT }, async () => {
  expect(await makeRecording()).toBe(await read('pictures/cli/listen.svg'));
});
