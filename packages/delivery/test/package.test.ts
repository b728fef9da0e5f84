import { bundle } from '@kolvera/test-support/bundle';
import { expect, test } from 'vitest';
import * as delivery from '../src/index.ts';

test('exported names: removing or renaming one breaks its users', () => {
  expect(Object.keys(delivery).sort()).toEqual([
    'headerReader',
    'headerRecord',
    'isWanted',
    'openDelivery',
    'signatureIn',
    'webhookSecrets',
  ]);
});

test('opening a delivery carries no labels, no samples and no dependency', async () => {
  const { gzipped } = await bundle(
    `export { openDelivery } from '../src/index.ts'`,
    import.meta.dirname,
  );
  expect(gzipped).toBeLessThan(4_200);
});
