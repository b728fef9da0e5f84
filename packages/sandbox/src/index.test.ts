import { expect, test } from 'vitest';
import { openSandbox } from '../test/open-sandbox.ts';
import * as sandbox from './index.ts';

// Tests of other packages and of users are written with these names: changing one breaks them.
test('the exported names', () => {
  expect(Object.keys(sandbox).toSorted()).toMatchInlineSnapshot(`
    [
      "DatabaseError",
      "DeliveryUrlError",
      "UnknownEventError",
      "UrlTakenError",
      "asCurl",
      "manualClock",
      "startSandbox",
      "systemClock",
    ]
  `);
});

test('what a sandbox offers', async () => {
  expect(Object.keys(await openSandbox()).toSorted()).toMatchInlineSnapshot(`
    [
      "addWebhook",
      "apiKey",
      "baseUrl",
      "close",
      "controlKey",
      "controlUrl",
      "deliverForged",
      "deliveries",
      "disable",
      "fire",
      "fireBody",
      "prune",
      "redeliver",
      "rotateSecret",
      "settingsUrl",
      "settled",
      "webhook",
      "webhooks",
      "workspace",
    ]
  `);
});
