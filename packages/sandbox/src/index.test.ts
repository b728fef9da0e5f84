import { expect, test } from 'vitest';
import * as sandbox from './index.ts';

// Tests of other packages and of users are written with these names: changing one breaks them.
test('the exported names', () => {
  expect(Object.keys(sandbox).toSorted()).toMatchInlineSnapshot(`
    [
      "DeliveryUrlError",
      "UnknownEventError",
      "UrlTakenError",
      "manualClock",
      "startSandbox",
      "systemClock",
    ]
  `);
});
