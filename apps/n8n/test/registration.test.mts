/** @module The webhook in Kolvera, as n8n calls checkExists, create and delete. */
import { startTestSandbox, type TestSandbox } from '@kolvera/conformance';
import {
  type ApiRequest,
  call,
  createFetchTransport,
  deleteWebhook,
  updateWebhook,
} from '@kolvera/webhook-api';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KolveraTrigger } from '../nodes/KolveraTrigger/KolveraTrigger.node.ts';
import { type Harness, startHarness } from './harness/n8n-harness.mts';

let kolvera: TestSandbox;
let n8n: Harness;

beforeAll(async () => {
  kolvera = await startTestSandbox();
});
afterAll(() => kolvera.close());
beforeEach(async () => {
  n8n = await startHarness(new KolveraTrigger());
  await n8n.useCredential(fields());
});
afterEach(async () => {
  kolvera.faults.clear();
  await n8n.useCredential(fields());
  await n8n.unpublish();
  await n8n.close();
});

const fields = (changes: object = {}) => ({
  apiKey: kolvera.apiKey,
  baseUrl: kolvera.baseUrl,
  webhookSecret: '',
  ...changes,
});
const webhooks = () =>
  kolvera.webhooks().filter(({ url }) => url.startsWith(new URL(n8n.url).origin));

async function refusal(work: Promise<unknown>): Promise<NodeApiError | NodeOperationError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  throw new TypeError(`not one of n8n's errors: ${String(error)}`);
}

/** Changes a webhook as somebody else does. */
async function change(request: ApiRequest): Promise<void> {
  const { baseUrl, apiKey } = kolvera;
  await call(createFetchTransport({ baseUrl, apiKey }), request);
}

/** Sends a delivery. @returns the status of the response. */
async function deliver(secret: string, id: string): Promise<number> {
  const body = JSON.stringify({ id, event: 'contact.created', data: {} });
  return (await kolvera.deliverForged({ url: n8n.url, body, signWith: secret })).status;
}

describe('publishing', () => {
  test('adds one webhook that names the workflow', async () => {
    await n8n.publish({ events: ['contact.created'] });
    expect(webhooks()).toMatchObject([
      {
        url: n8n.url,
        events: ['contact.created'],
        description: expect.stringContaining('Harness'),
      },
    ]);
  });

  test.each([[[]], [['*']], [['contact.created', '*']]])(
    'with %j subscribes to all events',
    async (events) => {
      await n8n.publish({ events });
      expect(webhooks()).toMatchObject([{ events: ['*'] }]);
    },
  );

  test('is tried five times, and leaves one webhook however often an answer was lost', async () => {
    kolvera.faults.next(4, 'drop_after', 'POST /webhooks');
    await n8n.publish({}, 5);
    expect(webhooks()).toHaveLength(1);
  });

  test('keeps its existing webhook', async () => {
    await n8n.publish({});
    const before = webhooks();
    await n8n.activateAgain();
    expect(webhooks()).toEqual(before);
  });

  test.each([
    ['disabled', async ({ id }: { id: string }) => kolvera.disable(id)],
    [
      'given other events',
      ({ id }: { id: string }) => change(updateWebhook(id, { events: ['meeting.booked'] })),
    ],
    ['removed', ({ id }: { id: string }) => change(deleteWebhook(id))],
  ])('sees that its webhook was %s behind its back, and puts it right', async (_, harm) => {
    await n8n.publish({ events: ['contact.created'] });
    const [webhook] = webhooks();
    await harm(webhook ?? { id: '' });
    await n8n.activateAgain();
    expect(webhooks()).toMatchObject([{ status: 'active', events: ['contact.created'] }]);
    expect(await deliver(webhooks()[0]?.secret ?? '', 'evt_put_right')).toBe(200);
  });

  test.each([
    ['was disabled', async () => kolvera.disable(webhooks()[0]?.id ?? '')],
    [
      'was rotated by hand, unknown to n8n',
      async () => kolvera.rotateSecret(webhooks()[0]?.id ?? ''),
    ],
  ])('repairs a webhook that %s', async (_, harm) => {
    await n8n.publish({ events: ['contact.created'] });
    await harm();
    await n8n.publish({ events: ['contact.created'] });
    expect(webhooks()).toMatchObject([{ status: 'active' }]);
    expect(await deliver(webhooks()[0]?.secret ?? '', 'evt_repaired')).toBe(200);
  });

  test('refuses a list of events that is none', async () => {
    const error = await refusal(n8n.publish({ events: 'contact.created' }));
    expect(error.message).toBe('Events must be a list of strings.');
  });

  test('refuses a credential without an API key, and says what else there is', async () => {
    await n8n.useCredential(fields({ apiKey: '' })).catch(() => {});
    const error = await refusal(n8n.publish({}));
    expect(error.message).toMatch(/no API key.*Manual/);
  });

  test('refuses an API key that pasting has spoilt, and does not quote it', async () => {
    await n8n.useCredential(fields({ apiKey: 'kol_live_spoilt\n' })).catch(() => {});
    const error = await refusal(n8n.publish({}));
    expect(error.message).toMatch(/special character/);
    expect(n8n.traces()).not.toContain('kol_live_spoilt');
  });

  test("passes on n8n's reason when the credential cannot be read", async () => {
    n8n.removeCredential();
    const error = await refusal(n8n.publish({}));
    expect(error.message).toMatch(/could not be read: Node does not have any credentials/);
  });

  test('refuses an address of this machine when Kolvera is elsewhere, and says what to set', async () => {
    await n8n.useCredential(fields({ baseUrl: 'https://kolvera.invalid/v1' })).catch(() => {});
    const error = await refusal(n8n.publish({}));
    expect(error).toBeInstanceOf(NodeOperationError);
    expect(error.message).toContain(new URL(n8n.url).origin);
    expect(error.message).toContain('N8N_WEBHOOK_URL');
  });

  test("says that another's webhook has the URL, with the status that Kolvera gave", async () => {
    const { id } = kolvera.addWebhook({ url: n8n.url, description: 'Made by hand' });
    const error = await refusal(n8n.publish({}));
    expect(error).toBeInstanceOf(NodeApiError);
    expect(error.message).toMatch(/Another webhook in Kolvera uses this URL/);
    expect(webhooks().map((webhook) => webhook.id)).toEqual([id]);
  });

  test('passes Kolvera on as n8n shows it: sentence and status, and no key', async () => {
    kolvera.faults.next(Number.POSITIVE_INFINITY, 'unauthorized');
    const error = await refusal(n8n.publish({}));
    expect(error).toBeInstanceOf(NodeApiError);
    expect(error.message).toMatch(/did not accept the API key.*Kolvera API credential/);
    expect(error).toHaveProperty('httpCode', '401');
    expect(n8n.traces()).not.toContain(kolvera.apiKey);
  });
});

describe('unpublishing', () => {
  test('leaves the webhook of another trigger in the same workflow alone', async () => {
    await n8n.publish({});
    const description = webhooks()[0]?.description ?? '';
    const other = kolvera.addWebhook({ url: `${n8n.url}-of-another-trigger`, description });
    await n8n.publish({ events: ['contact.created'] });
    await n8n.unpublish();
    expect(webhooks().map(({ id }) => id)).toEqual([other.id]);
  });

  test('with a credential for another Kolvera never takes its key to the one before', async () => {
    await n8n.publish({});
    const before = webhooks();
    const asked = kolvera.requests().length;
    const another = await startTestSandbox();
    try {
      await n8n.useCredential({ ...fields(), apiKey: another.apiKey, baseUrl: another.baseUrl });
      await n8n.publish({});
      expect(another.webhooks()).toMatchObject([{ url: n8n.url }]);
      // What stays in the Kolvera before is no longer accepted; docs/n8n.md says how to avoid it.
      expect(kolvera.requests()).toHaveLength(asked);
      expect(webhooks()).toEqual(before);
      expect(await deliver(before[0]?.secret ?? '', 'evt_from_before')).toBe(401);
      await n8n.unpublish();
      expect(another.webhooks()).toEqual([]);
    } finally {
      await another.close();
    }
    await n8n.useCredential(fields());
    await n8n.publish({});
    expect(webhooks()).toHaveLength(1);
  });
});

describe('"Execute step"', () => {
  test('has a separate webhook beside the published one, and removes only that', async () => {
    await n8n.publish({ events: ['contact.created'] });
    await n8n.listen({ events: ['meeting.booked'] });
    expect(
      webhooks()
        .map(({ url }) => url)
        .sort(),
    ).toEqual([n8n.testUrl, n8n.url].sort());
    await n8n.stopListening();
    expect(webhooks()).toMatchObject([{ url: n8n.url, events: ['contact.created'] }]);
    expect(await deliver(webhooks()[0]?.secret ?? '', 'evt_after_test')).toBe(200);
  });
});

describe('the secret', () => {
  test('that Kolvera gives is kept in static data, and forgotten when unpublished', async () => {
    await n8n.publish({});
    const secret = webhooks()[0]?.secret ?? '';
    expect(JSON.stringify(n8n.staticData())).toContain(secret);
    await n8n.unpublish();
    expect(JSON.stringify(n8n.staticData())).not.toContain(secret);
  });

  test('of the credential counts from the moment it is entered, as after a rotation', async () => {
    await n8n.publish({});
    const rotated = kolvera.rotateSecret(webhooks()[0]?.id ?? '');
    expect(await deliver(rotated, 'evt_rotated')).toBe(401);
    await n8n.useCredential(fields({ webhookSecret: rotated }));
    expect(await deliver(rotated, 'evt_rotated')).toBe(200);
  });

  test('of the credential does not silence a webhook that has another', async () => {
    await n8n.useCredential(fields({ webhookSecret: 'whsec_of_another_webhook' }));
    await n8n.publish({});
    expect(await deliver(webhooks()[0]?.secret ?? '', 'evt_own_secret')).toBe(200);
  });

  test('that leaked is refused once the workflow was unpublished and published', async () => {
    await n8n.publish({});
    const leaked = webhooks()[0]?.secret ?? '';
    await n8n.unpublish();
    await n8n.publish({});
    expect(await deliver(leaked, 'evt_leaked')).toBe(401);
  });

  test('that was rotated out is accepted until the credential says otherwise, and then at once not', async () => {
    await n8n.publish({});
    const leaked = webhooks()[0]?.secret ?? '';
    const webhookSecret = kolvera.rotateSecret(webhooks()[0]?.id ?? '');
    await n8n.useCredential(fields({ webhookSecret }));
    expect(await deliver(leaked, 'evt_before')).toBe(200);
    await n8n.useCredential(fields({ webhookSecret, acceptOnlyThis: true }));
    expect(await deliver(leaked, 'evt_after')).toBe(401);
    expect(await deliver(webhookSecret, 'evt_rotated')).toBe(200);
  });

  test('of a new webhook is not locked out by a credential that accepts only its own', async () => {
    const webhookSecret = 'whsec_of_before';
    await n8n.useCredential(fields({ webhookSecret, acceptOnlyThis: true }));
    const error = await refusal(n8n.publish({}));
    expect(error.message).toMatch(/Turn off Accept Only This Secret/);
    expect(webhooks()).toEqual([]);
  });

  describe('that the credential holds for the registered webhook', () => {
    let secret: string;
    beforeEach(async () => {
      await n8n.publish({});
      secret = webhooks()[0]?.secret ?? '';
      await n8n.useCredential(fields({ webhookSecret: secret }));
      kolvera.disable(webhooks()[0]?.id ?? '');
      await n8n.activateAgain();
    });

    test('is in static data only as a fingerprint', () => {
      expect(n8n.staticData()).toMatchObject({ registration: { secret: null } });
      expect(JSON.stringify(n8n.staticData())).not.toContain(secret);
    });

    test('is kept when the webhook has to be repaired', async () => {
      kolvera.disable(webhooks()[0]?.id ?? '');
      await n8n.activateAgain();
      expect(webhooks()).toMatchObject([{ secret, status: 'active' }]);
    });

    test('is missed when another replaces it: the webhook gets a new one', async () => {
      await n8n.useCredential(fields({ webhookSecret: 'whsec_of_another_webhook' }));
      await n8n.activateAgain();
      expect(await deliver(webhooks()[0]?.secret ?? '', 'evt_replaced')).toBe(200);
      expect(await deliver(secret, 'evt_of_before')).toBe(401);
    });

    test('gives way to one that the owner says is the only one, without a rotation', async () => {
      const webhookSecret = kolvera.rotateSecret(webhooks()[0]?.id ?? '');
      await n8n.useCredential(fields({ webhookSecret, acceptOnlyThis: true }));
      kolvera.disable(webhooks()[0]?.id ?? '');
      await n8n.activateAgain();
      expect(webhooks()).toMatchObject([{ secret: webhookSecret, status: 'active' }]);
      expect(await deliver(webhookSecret, 'evt_rotated_by_hand')).toBe(200);
    });
  });

  test('that is missing cannot be the only one accepted', async () => {
    await n8n.useCredential(fields({ acceptOnlyThis: true }));
    await n8n.publish({});
    expect(await deliver(webhooks()[0]?.secret ?? '', 'evt_1')).toBe(200);
  });
});

describe('manual registration', () => {
  test('changes nothing in Kolvera, and verifies with the credential', async () => {
    await n8n.useCredential(fields({ apiKey: '', webhookSecret: 'whsec_by_hand' }));
    await n8n.publish({ registration: 'manual' });
    expect(webhooks()).toEqual([]);
    expect(await deliver('whsec_by_hand', 'evt_by_hand')).toBe(200);
    await n8n.unpublish();
  });

  test('is refused without a secret, unless nothing is to be verified', async () => {
    const error = await refusal(n8n.publish({ registration: 'manual' }));
    expect(error.message).toMatch(/no webhook secret/);
    await n8n.publish({ registration: 'manual', options: { verifySignature: false } });
  });

  test('is refused with a secret that pasting has spoilt', async () => {
    await n8n.useCredential(fields({ webhookSecret: ' whsec_by_hand' })).catch(() => {});
    const error = await refusal(n8n.publish({ registration: 'manual' }));
    expect(error.message).toMatch(/whitespace/);
  });

  test('removes the webhook that automatic registration had added', async () => {
    await n8n.publish({});
    await n8n.publish({ registration: 'manual', options: { verifySignature: false } });
    expect(webhooks()).toEqual([]);
  });
});
