import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './documents.ts';
import { hashOf, recordedHashes, TAKEN } from './pictures.ts';

test.each(Object.entries(TAKEN))('docs/pictures/%s shows what is there', (name, taken) => {
  for (const pattern of taken.shows) {
    expect(globSync(pattern, { cwd: root }), `${pattern} names nothing`).not.toEqual([]);
  }
  expect(recordedHashes()[name], `The pictures are stale: run ${taken.command}`).toBe(
    hashOf(taken),
  );
});

test('another source makes them stale', () => {
  const { n8n } = TAKEN;
  expect(hashOf({ ...n8n, shows: [...n8n.shows, 'package.json'] })).not.toBe(hashOf(n8n));
});

test('no picture of a screen is unwatched', () => {
  const folders = globSync('**/*.png', { cwd: join(root, 'docs/pictures') }).map(
    (path) => path.split('/')[0],
  );
  expect(new Set(folders)).toEqual(new Set(Object.keys(TAKEN)));
});
