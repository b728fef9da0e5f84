import { bundle } from '@kolvera/test-support/bundle';
import { expect, test } from 'vitest';
import * as node from '../src/index.ts';
import * as web from '../src/web.ts';

test('exported names: removing or renaming one breaks whoever imports it', () => {
  expect(Object.keys(node).sort()).toEqual(['isWanted', 'openDelivery', 'webhookSecrets']);
  expect(Object.keys(web).sort()).toEqual(Object.keys(node).sort());
});

test('opening a delivery carries no labels, no samples and no dependency', async () => {
  const { gzipped } = await bundle(
    `export { openDelivery } from '../src/index.ts'`,
    import.meta.dirname,
  );
  expect(gzipped).toBeLessThan(3_350);
});
