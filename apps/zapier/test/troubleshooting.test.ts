/** @slow Reads the built app. */
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { buildZip } from './zapier/lambda.ts';

const guide = readFileSync(new URL('../../../docs/zapier.md', import.meta.url), 'utf8');
const table = guide.split('\n## ').find((section) => section.startsWith('Troubleshooting')) ?? '';

/** What the first column quotes, which a person looks for with the message before them. */
const quoted = table
  .split('\n')
  .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/"([^"]+)"/g)])
  .map(([, message = '']) => message);

test('every message that the guide explains is one that the built app says', () => {
  const files = unzipSync(readFileSync(buildZip), {
    filter: ({ name }) => name === 'index.js',
  });
  const app = strFromU8(files['index.js'] ?? new Uint8Array());
  expect(quoted.length).toBeGreaterThan(10);
  expect(quoted.filter((message) => !app.includes(message))).toEqual([]);
});
