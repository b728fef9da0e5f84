import { expect, test } from 'vitest';
import * as webhookApi from './index.ts';

test('the exported names: taking one away breaks every connector that imports it', () => {
  expect(Object.keys(webhookApi).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_BASE_URL",
      "KolveraApiError",
      "assertApiKey",
      "call",
      "createFetchTransport",
      "createWebhook",
      "deleteWebhook",
      "describeOwner",
      "getMe",
      "getWebhook",
      "isLoopback",
      "listAllWebhooks",
      "listDeliveries",
      "listEventTypes",
      "listEvents",
      "listWebhooks",
      "orGone",
      "ownerOf",
      "readRetryAfter",
      "redeliver",
      "requestUrl",
      "rotateSecret",
      "statusError",
      "subscribe",
      "testWebhook",
      "unsubscribe",
      "updateWebhook",
    ]
  `);
});
