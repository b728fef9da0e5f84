import { bundle } from '@kolvera/test-support/bundle';
import { expect, test } from 'vitest';

/**
 * What a connector carries. A schema library, or openapi.yaml's texts, would go far beyond these;
 * raise them by hand, with a reason in the commit.
 */
const BUDGET = { minified: 21_800, gzipped: 8_100 };

test('a connector’s bundle of subscribe, unsubscribe and the requests keeps to its budget', async () => {
  const { text, gzipped } = await bundle(
    "export { call, getMe, listEvents, subscribe, unsubscribe } from './index.ts'",
    import.meta.dirname,
  );
  expect(text.length).toBeLessThan(BUDGET.minified);
  expect(gzipped).toBeLessThan(BUDGET.gzipped);
});
