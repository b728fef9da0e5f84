import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { templatesWithPinnedData } from './pinned-data.mts';

test('every template has its sample (npm run generate -w n8n-nodes-kolvera)', async () => {
  for (const [path, text] of await templatesWithPinnedData()) {
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(JSON.parse(text));
  }
});
