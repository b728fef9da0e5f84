import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { buildZip } from './zapier/lambda.ts';

/** The app's own part: everything that is not zapier-platform-core and what it depends on. */
const OWN_BUDGET = 60_000;

test('the app itself takes less than 60 KB of the zip', () => {
  const own: Record<string, number> = {};
  unzipSync(readFileSync(buildZip), {
    filter({ name, size }) {
      if (!name.startsWith('node_modules/')) own[name] = size;
      return false;
    },
  });
  expect(Object.keys(own)).toContain('apps/zapier/dist/index.js');
  const bytes = Object.values(own).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(OWN_BUDGET);
});
